import { encrypted, relabelled } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an extension that must be understood (RFC 7516 §4.1.13)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: relabelled({ crit: ["x"], x: 1 }) } },
  twin: { idToken: { text: encrypted({ x: "1" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "crit" },
};
