import { sharedKey } from "../../../fixtures/fake-server.ts";
import { encrypted } from "../../encrypt.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT inside that somebody else signed",
  setting: { registration: { id_token_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { idToken: { sign: signedBy(sharedKey("other")), text: encrypted() } },
  twin: { idToken: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /ID token/ },
};
