import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "claims in another order with white space",
  odd: {
    idToken: {
      claims: (honest) => JSON.stringify(Object.fromEntries(Object.entries(honest).reverse()), undefined, "\n\t "),
    },
  },
};
