import { edit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a state that differs in case",
  evil: { authorization: edit("state", (state) => state.toUpperCase()) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state" },
};
