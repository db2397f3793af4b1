import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "parameters in the query where the fragment was asked for",
  setting: { parameters: { response_mode: "fragment" } },
  evil: { callback: (url) => url.replace("#", "?") },
  twin: { callback: (url) => url.replace("#", "?lang=en#") },
  verdict: {
    family: "configuration",
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "callback",
    message: /carries no parameters/,
  },
};
