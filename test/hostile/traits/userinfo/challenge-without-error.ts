import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge without an error",
  evil: { userinfo: answer(401, { "www-authenticate": 'Bearer realm="x"' }, "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /only a challenge/ },
};
