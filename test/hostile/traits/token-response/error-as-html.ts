import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error in JSON that calls itself a web page, with status 500",
  evil: { token: answer(500, { "content-type": "text/html" }, '{"error":"invalid_client"}') },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_client/ },
};
