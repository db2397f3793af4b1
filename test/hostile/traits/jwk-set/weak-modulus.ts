import { generateKeyPairSync, sign } from "node:crypto";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
const jwk = { ...weak.publicKey.export({ format: "jwk" }), kid: "main", alg: "RS256", use: "sig" };

export const trait: RefusedTrait = {
  name: "an RSA key of 1024 bits (RFC 7518 §3.3)",
  evil: {
    jwks: set({ keys: [jwk] }),
    idToken: { sign: (input) => sign("sha256", Buffer.from(input), weak.privateKey).toString("base64url") },
  },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_WEAK", parameter: "kid", message: /1024 bits/ },
};
