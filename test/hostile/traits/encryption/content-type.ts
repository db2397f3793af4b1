import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "content that is not declared a JWT (RFC 7519 §5.2)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: encrypted({ cty: "json" }) } },
  twin: { idToken: { text: encrypted({ cty: "application/jwt" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "cty" },
};
