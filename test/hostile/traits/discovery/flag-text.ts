import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: 'a flag as text, where "false" would read as true',
  evil: { metadata: set({ authorization_response_iss_parameter_supported: "true" }) },
  twin: { metadata: set({ authorization_response_iss_parameter_supported: false }) },
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_METADATA",
    pointer: "/authorization_response_iss_parameter_supported",
  },
};
