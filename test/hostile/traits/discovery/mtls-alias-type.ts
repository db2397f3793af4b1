import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "aliases for mutual TLS that are a list",
  evil: { metadata: set({ mtls_endpoint_aliases: ["https://mtls.example.com/token"] }) },
  twin: { metadata: set({ mtls_endpoint_aliases: {} }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/mtls_endpoint_aliases" },
};
