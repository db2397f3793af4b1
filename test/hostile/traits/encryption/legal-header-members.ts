import { encrypted } from "../../encrypt.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "header members that nobody here knows",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  odd: { idToken: { text: encrypted({ "x-y": "z", typ: "JWT", jku: "https://evil.example/jwks" }) } },
};
