import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the JWT in the fragment, where the query was asked for",
  evil: { callback: (url) => url.replace("?", "#") },
  twin: {},
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_OPTION", parameter: "callback" },
};
