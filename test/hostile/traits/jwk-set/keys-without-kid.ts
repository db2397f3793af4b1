import { sharedKey } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

const keysOf = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      ...(await sharedKey(`anonymous-${index}`)).jwk,
      kid: undefined,
    })),
  );
const four = await keysOf(4);
const three = four.slice(1);

export const trait: RefusedTrait = {
  name: "five keys that fit a token without kid, which may be tried on four at most",
  evil: {
    jwks: ({ keys }) => ({ keys: [...four, ...(Array.isArray(keys) ? keys : [])] }),
    idToken: { header: () => ({ alg: "RS256" }) },
  },
  twin: {
    jwks: ({ keys }) => ({ keys: [...three, ...(Array.isArray(keys) ? keys : [])] }),
    idToken: { header: () => ({ alg: "RS256" }) },
  },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_AMBIGUOUS",
    parameter: "kid",
    message: /5 different keys/,
  },
};
