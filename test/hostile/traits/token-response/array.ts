import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an array",
  evil: { token: rewrite((text) => `[${text}]`) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not an object/ },
};
