import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code in the implicit flow",
  setting: { via: "implicit" },
  evil: { authorization: append(["code", "code-secret-9"]) },
  twin: { authorization: append(["session_state", "a.b"]) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/code" },
};
