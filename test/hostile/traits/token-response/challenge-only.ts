import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge and no body",
  evil: { token: answer(401, { "www-authenticate": 'Basic realm="x"' }, null) },
  twin: { token: answer(200, { "content-type": "application/json", "www-authenticate": 'Basic realm="x"' }) },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /only a challenge \(.*[Bb]asic/ },
};
