import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata of nobody (RFC 9728 §2.2)",
  evil: { signedMetadata: { claims: omit("iss") } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "signed_metadata" },
};
