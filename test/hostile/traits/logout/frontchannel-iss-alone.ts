import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an iss without sid",
  evil: { frontchannelLogout: parameter("sid", undefined) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", message: /sid/ },
};
