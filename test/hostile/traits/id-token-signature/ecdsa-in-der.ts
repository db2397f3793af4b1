import { generateKeyPairSync, sign } from "node:crypto";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "der", alg: "ES256", use: "sig" }] };
const header = set({ alg: "ES256", kid: "der" });

export const trait: RefusedTrait = {
  name: "an ES256 signature as DER, which is malleable (RFC 7518 §3.4)",
  evil: {
    jwks: set(jwks),
    idToken: { header, sign: (input) => sign("sha256", Buffer.from(input), privateKey).toString("base64url") },
  },
  twin: {
    jwks: set(jwks),
    idToken: {
      header,
      sign: (input) =>
        sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url"),
    },
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
