import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint on a host that only begins like this machine",
  evil: { metadata: set({ token_endpoint: "http://localhost.evil.example/token" }) },
  twin: { metadata: set({ token_endpoint: "http://localhost/token" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint" },
};
