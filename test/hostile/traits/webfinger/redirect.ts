import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect (RFC 7033 §4.2 allows it, a server that asks for users must not follow it)",
  evil: { webfinger: answer(307, { location: "https://evil.example/.well-known/webfinger" }, null) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /307/ },
};
