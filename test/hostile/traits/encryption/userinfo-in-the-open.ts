import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "userinfo that is signed only, where the registration says encrypted",
  setting: {
    via: "userinfo",
    registration: { userinfo_signed_response_alg: "RS256", userinfo_encrypted_response_alg: "RSA-OAEP-256" },
  },
  evil: { userinfoJwt: {} },
  twin: { userinfoJwt: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED", message: /userinfo response/ },
};
