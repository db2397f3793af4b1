import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the metadata of the whole host (RFC 9728 §3.3)",
  evil: { resourceMetadata: set({ resource: "https://api.example.com" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource" },
};
