import { sharedKey } from "../../../fixtures/fake-server.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT that somebody else signed",
  evil: { responseJwt: { sign: signedBy(sharedKey("other")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /authorization response JWT/ },
};
