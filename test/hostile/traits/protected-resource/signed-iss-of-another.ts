import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata of another issuer (RFC 9728 §2.2)",
  evil: { signedMetadata: { claims: set({ iss: "https://evil.example" }) } },
  twin: { signedMetadata: { claims: set({ resource_name: "API" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "signed_metadata" },
};
