import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON that calls itself text (RFC 8414 §3.2)",
  evil: { metadata: typed("text/plain") },
  twin: { metadata: typed("APPLICATION/JSON") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
