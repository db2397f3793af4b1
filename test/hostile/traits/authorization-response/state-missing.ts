import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no state (RFC 6749 §10.12)",
  evil: { authorization: parameter("state", undefined) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state", message: /has no state/ },
};
