import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token endpoint without TLS on a foreign host (RFC 8414 §2)",
  evil: { metadata: set({ token_endpoint: "http://id.example.com/token" }) },
  twin: { metadata: set({ token_endpoint: "https://tokens.example.net/token" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint" },
};
