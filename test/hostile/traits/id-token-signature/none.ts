import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "alg none, though it is announced (RFC 8725 §3.1)",
  evil: {
    idToken: { header: set({ alg: "none" }), sign: () => "" },
    metadata: set({ id_token_signing_alg_values_supported: ["RS256", "none"] }),
  },
  twin: { metadata: set({ id_token_signing_alg_values_supported: ["RS256", "none"] }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
