import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an encrypted token, where the client has no key",
  evil: { idToken: { text: () => "AA.AA.AA.AA.AA" } },
  twin: {},
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_DECRYPTION_KEY", message: /ID token/ },
};
