import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an authorization endpoint that is a script",
  evil: { metadata: set({ authorization_endpoint: "javascript:alert(1)" }) },
  twin: { metadata: set({ authorization_endpoint: `${issuer}/authorize?tenant=1` }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_endpoint" },
};
