import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an at_hash that is the whole hash",
  evil: { idToken: { claims: (honest) => ({ ...honest, at_hash: `${honest.at_hash}AAAAAAAAAAAAAAAAAAAAA` }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
