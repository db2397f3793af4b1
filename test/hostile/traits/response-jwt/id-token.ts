import { both, omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token in the place of the JWT",
  evil: { responseJwt: { claims: both(omit("code", "state"), set({ sub: "user-1", nonce: "n" })) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", message: /the sub of another kind of JWT/ },
};
