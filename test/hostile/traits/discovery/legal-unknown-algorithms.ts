import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "algorithms that nobody here knows among the known ones",
  odd: { metadata: set({ id_token_signing_alg_values_supported: ["none", "HS256", "RS256", "X-1"] }) },
};
