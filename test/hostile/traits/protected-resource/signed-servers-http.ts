import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "signed metadata with an authorization server without TLS",
  evil: { signedMetadata: { claims: set({ authorization_servers: ["http://id.example.com"] }) } },
  twin: { signedMetadata: {} },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_servers/0" },
};
