import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the kid of a key that the client does not have",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: encrypted({ kid: "other" }) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", message: /0 of 1 keys fit/ },
};
