import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata that is not signed",
  evil: { signedMetadata: { header: set({ alg: "none" }), sign: () => "" } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
