import { omit, set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "an access token of 900,000 characters without its hash",
  odd: { token: set({ access_token: "a".repeat(900_000) }), idToken: { claims: omit("at_hash") } },
};
