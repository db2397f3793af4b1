import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a forged query before the right fragment, and nothing of use in the fragment",
  setting: { parameters: { response_mode: "fragment" } },
  evil: { callback: (url) => `${url.replace("#", "?")}#_=_` },
  twin: {},
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_OPTION", parameter: "callback" },
};
