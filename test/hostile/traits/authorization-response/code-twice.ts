import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two codes (RFC 6749 §3.1)",
  evil: { authorization: append(["code", "other"]) },
  twin: { authorization: append(["codex", "other"]) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "code" },
};
