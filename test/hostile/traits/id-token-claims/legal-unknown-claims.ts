import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "claims that no specification names (OpenID Connect Core §2)",
  odd: {
    idToken: {
      claims: set({
        "https://app.example.com/role": ["admin"],
        ver: 1,
        nothing: null,
        constructor: {},
        email_verified: true,
      }),
    },
  },
};
