import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a thousand scopes and endpoints with long paths",
  odd: {
    metadata: set({
      scopes_supported: ["openid", ...Array.from({ length: 1000 }, (_, index) => `scope:${index}`)],
      revocation_endpoint: `${issuer}/${"revoke/".repeat(200)}`,
    }),
  },
};
