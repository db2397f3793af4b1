import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint with credentials",
  evil: { metadata: set({ token_endpoint: "https://id.example.com:80@evil.example/token" }) },
  twin: { metadata: set({ token_endpoint: "https://id.example.com:8443/@evil.example" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint" },
};
