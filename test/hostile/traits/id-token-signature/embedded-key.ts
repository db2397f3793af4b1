import { sharedKey } from "../../../fixtures/fake-server.ts";
import { set, signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const other = await sharedKey("other");

export const trait: RefusedTrait = {
  name: "a key that the token brings along (RFC 7515 §4.1.3)",
  evil: { idToken: { header: set({ jwk: other.jwk }), sign: signedBy(sharedKey("other")) } },
  twin: { idToken: { header: set({ jwk: other.jwk }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
