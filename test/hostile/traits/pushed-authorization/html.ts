import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a login page",
  evil: { pushed: answer(201, { "content-type": "text/html" }, "<form>") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
