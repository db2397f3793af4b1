import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer with a slash more (RFC 8414 §3.3)",
  evil: { metadata: set({ issuer: `${issuer}/` }) },
  twin: { metadata: set({ issuer }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", message: /trailing slash/ },
};
