import { issuer } from "../../../fixtures/fake-server.ts";
import { encrypted } from "../../encrypt.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another iss in the header than inside (RFC 7519 §5.3)",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { text: encrypted({ iss: "https://evil.example" }) } },
  twin: { idToken: { text: encrypted({ iss: issuer }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_DECRYPTION", parameter: "iss" },
};
