import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect that would replay the code (RFC 9700 §4.12)",
  evil: { token: answer(307, { location: "https://evil.example/token" }, null) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /307/ },
};
