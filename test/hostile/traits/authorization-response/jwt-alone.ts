import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a response JWT that was not asked for, alone",
  evil: { authorization: () => [["response", "eyJhbGciOiJub25lIn0.e30.AA"]] },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESPONSE_MODE", parameter: "response" },
};
