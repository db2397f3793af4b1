import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge that points to a script",
  setting: { via: "challenge" },
  evil: { resource: answer(401, { "www-authenticate": 'Bearer resource_metadata="javascript:alert(1)"' }, "") },
  twin: { resource: answer(401, { "www-authenticate": "Bearer" }, "") },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource_metadata" },
};
