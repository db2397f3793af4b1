import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the same token twice (OpenID Connect Back-Channel Logout §2.6)",
  setting: { via: "replay" },
  evil: { logoutToken: {} },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_REPLAY", parameter: "jti" },
};
