import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty body",
  evil: { token: rewrite(() => "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /body is empty/ },
};
