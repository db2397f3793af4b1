import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect to other keys (RFC 9700 §4.12)",
  evil: { jwks: answer(302, { location: "https://evil.example/jwks" }, null) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /jwks_uri/ },
};
