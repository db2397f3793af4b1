import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an authorization server without TLS",
  evil: { resourceMetadata: set({ authorization_servers: ["http://id.example.com"] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_servers/0" },
};
