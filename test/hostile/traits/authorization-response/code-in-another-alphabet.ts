import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code with letters beyond ASCII",
  evil: { authorization: parameter("code", "cödé") },
  twin: { authorization: parameter("code", "c%C3%B6d") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/code" },
};
