import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a part more than five",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: async (token) => `${await encrypted()(token)}.AA` } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
