import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a response JWT that was not asked for, beside the parameters",
  evil: { authorization: append(["response", "eyJhbGciOiJub25lIn0.e30.AA"]) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/response" },
};
