import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata about nothing: another JWT of the issuer",
  evil: { signedMetadata: { claims: omit("resource") } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "signed_metadata" },
};
