import assert from "node:assert/strict";
import type { RegisteredClients } from "../../providers/registered-clients.ts";
import type { Capability } from "../../providers/test-provider.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Authorization requests as signed JWTs, by value and pushed. */
export const scenarios: readonly Scenario[] = [
  signed("signedRequest", "signed request objects", "never"),
  signed("signedRequest", "signed request objects", "always"),
  signed("encryptedRequest", "encrypted request objects", "never"),
  signed("encryptedRequest", "encrypted request objects", "always"),
];

function signed(
  name: keyof RegisteredClients,
  capability: Capability,
  pushedAuthorizationRequests: "always" | "never",
): Scenario {
  const isPushed = pushedAuthorizationRequests === "always";
  return {
    name: `request object: ${name}, ${isPushed ? "pushed" : "by value"}`,
    needs: isPushed ? [capability, "pushed requests"] : [capability],
    run: async ({ provider }) => {
      const { signing: key } = provider.keys;
      const options = { key, requestObject: {}, pushedAuthorizationRequests };
      const { tokens } = await completeLogin(provider, { registered: provider.clients[name], options });
      assert.equal(tokens.claims.sub, "ada");
    },
  };
}
