import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page",
  evil: { webfinger: typed("text/html") },
  twin: { webfinger: typed("application/jrd+json; charset=utf-8") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
