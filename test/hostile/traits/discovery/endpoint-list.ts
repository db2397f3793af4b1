import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token endpoint that is a list",
  evil: { metadata: set({ token_endpoint: [`${issuer}/token`] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint" },
};
