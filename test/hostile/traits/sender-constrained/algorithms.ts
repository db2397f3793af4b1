import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "none of the algorithms of the client's key (RFC 9449 §5.1)",
  evil: { metadata: set({ dpop_signing_alg_values_supported: ["RS256"] }) },
  twin: { metadata: set({ dpop_signing_alg_values_supported: ["RS256", "ES256"] }) },
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_KEY", parameter: "dpop" },
};
