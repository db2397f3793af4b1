import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an alias for mutual TLS without TLS (RFC 8705 §5)",
  evil: { metadata: set({ mtls_endpoint_aliases: { token_endpoint: "http://mtls.example.com/token" } }) },
  twin: { metadata: set({ mtls_endpoint_aliases: { token_endpoint: "https://mtls.example.com/token" } }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/mtls_endpoint_aliases/token_endpoint" },
};
