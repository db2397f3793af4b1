import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a bearer token for a device that proved its key",
  setting: { via: "device" },
  evil: { token: set({ token_type: "Bearer" }) },
  twin: { token: set({ token_type: "DPoP" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_BINDING", parameter: "token_type" },
};
