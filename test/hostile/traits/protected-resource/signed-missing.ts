import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no signed metadata where it is expected",
  evil: { signedMetadata: { text: () => undefined } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", parameter: "signed_metadata" },
};
