import { encrypted, relabelled } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "compressed content (RFC 8725 §3.6)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: relabelled({ zip: "DEF" }) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "zip" },
};
