import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "keys of unknown kind, curve and algorithm beside the good one (RFC 7517 §5)",
  odd: {
    jwks: ({ keys }) => ({
      keys: [
        { kty: "XYZ", kid: "main", z: { a: 1 } },
        { kty: "AKP", kid: "pq", alg: "ML-DSA-44", pub: "AAAA" },
        { kty: "EC", crv: "P-999", kid: "main", x: "AA", y: "AA" },
        ...(Array.isArray(keys) ? keys : []),
      ],
    }),
  },
};
