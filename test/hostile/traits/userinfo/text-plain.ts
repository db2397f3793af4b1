import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON as text",
  evil: { userinfo: typed("text/plain") },
  twin: { userinfo: typed("application/json;charset=utf-8") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
