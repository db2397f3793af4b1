import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an authorization endpoint with a fragment (RFC 6749 §3.1)",
  evil: { metadata: set({ authorization_endpoint: `${issuer}/authorize#a` }) },
  twin: { metadata: set({ authorization_endpoint: `${issuer}/authorize` }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_endpoint" },
};
