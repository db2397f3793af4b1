import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "claim sources that are a list (OpenID Connect Core §5.6.2)",
  evil: { userinfo: set({ _claim_names: ["address"] }) },
  twin: { userinfo: set({ _claim_names: { address: "src1" }, _claim_sources: { src1: { JWT: "e30.e30.AA" } } }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/_claim_names" },
};
