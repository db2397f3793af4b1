import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "tokens in the body of a redirect",
  evil: { token: answer(302, { "content-type": "application/json", location: "https://evil.example/token" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /302/ },
};
