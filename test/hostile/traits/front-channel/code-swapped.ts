import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another code beside the honest ID token (RFC 9700 §4.5)",
  evil: { authorization: parameter("code", "code-secret-stolen") },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "c_hash" },
};
