import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "claims inside that nobody has signed",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: (token) => encrypted()(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /ID token header/ },
};
