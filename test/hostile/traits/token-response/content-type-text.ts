import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON that calls itself text",
  evil: { token: typed("text/plain") },
  twin: { token: typed("Application/JSON") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
