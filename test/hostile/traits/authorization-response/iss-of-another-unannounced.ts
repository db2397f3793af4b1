import { parameter, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the iss of another server, where none was announced (RFC 9207 §2.4)",
  evil: {
    authorization: parameter("iss", "https://evil.example"),
    metadata: set({ authorization_response_iss_parameter_supported: false }),
  },
  twin: { metadata: set({ authorization_response_iss_parameter_supported: false }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
