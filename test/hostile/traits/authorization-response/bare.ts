import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect without any parameter",
  evil: { callback: (url) => url.replace(/\?.*/, "") },
  twin: {},
  verdict: {
    family: "configuration",
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "callback",
    message: /carries no parameters/,
  },
};
