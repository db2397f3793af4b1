import { sharedKey } from "../../../fixtures/fake-server.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a key of somebody else under the same kid",
  evil: { logoutToken: { sign: signedBy(sharedKey("other")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /logout token/ },
};
