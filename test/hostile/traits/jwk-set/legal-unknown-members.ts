import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names, and a use that nobody here knows on another key",
  odd: {
    jwks: ({ keys }) => ({
      issued: 1,
      keys: Array.isArray(keys)
        ? [
            { ...keys[0], "x-y": {}, iat: 1, exp: 2 },
            { ...keys[0], kid: "b", use: "tls" },
          ]
        : [],
    }),
  },
};
