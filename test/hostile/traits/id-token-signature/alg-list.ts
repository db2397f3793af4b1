import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an alg that is a list",
  evil: { idToken: { header: set({ alg: ["RS256"] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", pointer: "/alg" },
};
