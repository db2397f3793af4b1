import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token that is encrypted twice (RFC 7519 §5.2)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: async (token) => encrypted()(await encrypted()(token)) } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_ENCRYPTED", message: /encrypted twice/ },
};
