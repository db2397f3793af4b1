import { sharedKey } from "../../../fixtures/fake-server.ts";
import { encrypted } from "../../encrypt.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a response JWT inside that somebody else signed",
  setting: { via: "response-jwt", registration: { authorization_encrypted_response_alg: "RSA-OAEP-256" } },
  evil: { responseJwt: { sign: signedBy(sharedKey("other")), text: encrypted() } },
  twin: { responseJwt: { text: encrypted() } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /authorization response JWT/ },
};
