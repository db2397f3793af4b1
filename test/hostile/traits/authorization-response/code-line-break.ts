import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code with a line break (RFC 6749 appendix A.11)",
  evil: { authorization: parameter("code", "a\nb") },
  twin: { authorization: parameter("code", "a b~") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/code" },
};
