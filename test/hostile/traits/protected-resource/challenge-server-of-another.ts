import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an authorization server whose metadata is another's",
  setting: {
    via: "challenge",
    options: { metadata: { issuer, token_endpoint: `${issuer}/token`, response_types_supported: ["code"] } },
  },
  evil: { metadata: set({ issuer: "https://evil.example" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "issuer" },
};
