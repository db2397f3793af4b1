import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no links",
  evil: { webfinger: omit("links") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", message: /links/ },
};
