import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "parameters in the fragment where the query was asked for (OAuth 2.0 Multiple Response Types §5)",
  evil: { callback: (url) => url.replace("?", "#") },
  twin: { callback: (url) => `${url}#top` },
  verdict: {
    family: "configuration",
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "callback",
    message: /in the fragment/,
  },
};
