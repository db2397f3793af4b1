import { sharedKey } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

const other = await sharedKey("other");

export const trait: RefusedTrait = {
  name: "five hundred good keys, the right one last",
  evil: {
    jwks: ({ keys }) => ({
      keys: [
        ...Array.from({ length: 500 }, (_, index) => ({ ...other.jwk, kid: `k${index}` })),
        ...(Array.isArray(keys) ? keys : []),
      ],
    }),
  },
  twin: {
    jwks: ({ keys }) => ({
      keys: [
        ...Array.from({ length: 98 }, (_, index) => ({ ...other.jwk, kid: `k${index}` })),
        ...(Array.isArray(keys) ? keys : []),
      ],
    }),
  },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /looked at 100/,
  },
};
