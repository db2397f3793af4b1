import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two content types in one field",
  evil: { token: typed("text/html, application/json") },
  twin: { token: typed('application/json; profile="text/html, x"') },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
