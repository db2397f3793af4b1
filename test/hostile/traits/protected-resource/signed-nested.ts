import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata inside of signed metadata",
  evil: { signedMetadata: { claims: set({ signed_metadata: "e30.e30.AA" }) } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", parameter: "signed_metadata" },
};
