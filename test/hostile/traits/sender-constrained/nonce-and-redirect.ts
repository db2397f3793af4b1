import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce with a redirect",
  evil: { token: answer(307, { "dpop-nonce": "n-1", location: "https://evil.example/token" }, null) },
  twin: { token: answer(200, { "dpop-nonce": "n-1", "content-type": "application/json" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /307/ },
};
