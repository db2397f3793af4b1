import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "tokens in the query (OAuth 2.0 Multiple Response Types §5)",
  evil: { callback: (url) => url.replace("#", "?") },
  twin: {},
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_OPTION", parameter: "callback" },
};
