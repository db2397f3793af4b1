import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "neither code nor error",
  evil: { authorization: parameter("code", undefined) },
  twin: {},
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_RESPONSE",
    pointer: "/code",
    message: /is required in the code flow/,
  },
};
