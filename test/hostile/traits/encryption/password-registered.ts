import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import { relabelled } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "password based encryption with a billion rounds, where the algorithm is registered (RFC 7518 §4.8.1.2)",
  setting: {
    registration: { id_token_encrypted_response_alg: "PBES2-HS256+A128KW" },
    options: { decryptionKeys: [{ kty: "oct", k: "c2VjcmV0LXNlY3JldA" }] },
  },
  evil: {
    idToken: {
      text: relabelled({ alg: "PBES2-HS256+A128KW", p2c: 1_000_000_000, p2s: "AAAAAAAAAAA", kid: undefined }),
    },
  },
  twin: {
    idToken: {
      text: (token) =>
        new CompactEncrypt(new TextEncoder().encode(token))
          .setProtectedHeader({ alg: "PBES2-HS256+A128KW", enc: "A128CBC-HS256", cty: "JWT" })
          .setKeyManagementParameters({ p2c: 2000 })
          .encrypt(new TextEncoder().encode("secret-secret")),
    },
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "p2c" },
};
