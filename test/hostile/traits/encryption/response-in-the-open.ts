import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a response JWT in the open, where the registration says encrypted",
  setting: { via: "response-jwt", registration: { authorization_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { responseJwt: {} },
  twin: { responseJwt: { text: encrypted() } },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
    message: /authorization response JWT/,
  },
};
