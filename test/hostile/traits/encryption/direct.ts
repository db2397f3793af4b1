import { encrypted, relabelled } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "direct encryption, which is not registered (RFC 8725 §3.1)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: relabelled({ alg: "dir" }) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "alg" },
};
