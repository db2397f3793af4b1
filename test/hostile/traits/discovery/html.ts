import { answer, typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a web page",
  evil: { metadata: answer(200, { "content-type": "text/html" }, "<!doctype html><title>Sign in</title>") },
  twin: { metadata: typed("application/json; charset=utf-8") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type", message: /web page/ },
};
