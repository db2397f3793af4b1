import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT that nobody asked for",
  evil: { introspection: answer(200, { "content-type": "application/token-introspection+jwt" }, "e30.e30.AA") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
