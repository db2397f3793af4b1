import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no state inside of the JWT",
  evil: { responseJwt: { claims: omit("state") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state" },
};
