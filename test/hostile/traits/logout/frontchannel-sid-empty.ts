import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty sid",
  evil: { frontchannelLogout: parameter("sid", "") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", message: /sid/ },
};
