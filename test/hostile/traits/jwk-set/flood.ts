import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "ten thousand keys, the right one last",
  evil: {
    jwks: ({ keys }) => ({
      keys: [
        ...Array.from({ length: 10_000 }, (_, index) => ({ kty: "X", kid: `k${index}` })),
        ...(Array.isArray(keys) ? keys : []),
      ],
    }),
  },
  twin: {
    jwks: ({ keys }) => ({
      keys: [
        ...(Array.isArray(keys) ? keys : []),
        ...Array.from({ length: 10_000 }, (_, index) => ({ kty: "X", kid: `k${index}` })),
      ],
    }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid", message: /looked at 0/ },
};
