import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a web page that calls itself JSON",
  evil: { metadata: rewrite(() => "<!doctype html>") },
  twin: { metadata: rewrite((text) => text) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
