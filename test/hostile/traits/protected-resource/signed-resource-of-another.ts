import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata about another resource",
  evil: { signedMetadata: { claims: set({ resource: "https://evil.example/api" }) } },
  twin: { signedMetadata: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource" },
};
