import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another content encryption than the registered one",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: encrypted({ enc: "A256GCM" }) } },
  twin: { idToken: { text: encrypted({ enc: "A128CBC-HS256" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "enc" },
};
