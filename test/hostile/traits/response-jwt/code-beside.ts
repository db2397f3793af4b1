import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code in the open beside the JWT",
  evil: { authorization: append(["code", "code-secret-9"]) },
  twin: { authorization: append(["tenant", "1"]) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/code" },
};
