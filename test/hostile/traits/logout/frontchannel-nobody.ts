import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "neither, where the registration requires the session",
  setting: { registration: { frontchannel_logout_session_required: true } },
  evil: { frontchannelLogout: () => [["x", "1"]] },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", pointer: "/sid" },
};
