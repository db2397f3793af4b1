import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the metadata of another resource (RFC 9728 §3.3)",
  evil: { resourceMetadata: set({ resource: "https://evil.example/api" }) },
  twin: { resourceMetadata: set({ resource_name: "API" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource" },
};
