import { both, omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no endpoint for pushed requests at all, where it requires them",
  evil: {
    metadata: both(omit("pushed_authorization_request_endpoint"), set({ require_pushed_authorization_requests: true })),
  },
  twin: {},
  verdict: {
    family: "configuration",
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "pushed_authorization_request_endpoint",
  },
};
