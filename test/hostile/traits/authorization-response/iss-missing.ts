import { parameter, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no iss although it is announced (RFC 9207 §2.4)",
  evil: {
    authorization: parameter("iss", undefined),
    metadata: set({ authorization_response_iss_parameter_supported: true }),
  },
  twin: {
    authorization: parameter("iss", undefined),
    metadata: set({ authorization_response_iss_parameter_supported: false }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss", message: /has no iss/ },
};
