import { sharedKey } from "../../../fixtures/fake-server.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT that somebody else signed",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { sign: signedBy(sharedKey("other")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /introspection response/ },
};
