import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a sid without iss (OpenID Connect Front-Channel Logout §2)",
  evil: { frontchannelLogout: parameter("iss", undefined) },
  twin: { frontchannelLogout: () => [["x", "1"]] },
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", message: /iss/ },
};
