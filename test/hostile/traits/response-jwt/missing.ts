import { issuer } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "parameters in the open where a JWT was asked for (JARM §2.3)",
  evil: {
    authorization: () => [
      ["code", "code-secret-9"],
      ["state", "s"],
      ["iss", issuer],
    ],
  },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESPONSE_MODE", parameter: "response" },
};
