import { encrypted, relabelled } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "password based encryption with a billion rounds (RFC 7518 §4.8.1.2)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: relabelled({ alg: "PBES2-HS256+A128KW", p2c: 1_000_000_000, p2s: "AAAAAAAAAAA" }) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "alg" },
};
