import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty list of authorization servers (RFC 9728 §3.2)",
  evil: { resourceMetadata: set({ authorization_servers: [] }) },
  twin: { resourceMetadata: omit("authorization_servers") },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_servers" },
};
