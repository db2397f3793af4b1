import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a page",
  evil: { wire: reply("<!doctype html>", { headers: { "content-type": "text/html" } }) },
  twin: { wire: reply(undefined, { headers: { "content-type": "Application/JSON; charset=utf-8" } }) },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", message: /text\/html/ },
};
