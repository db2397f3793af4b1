import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createOwnProvider, type OwnProviderOptions } from "../providers/own-provider.ts";
import type { TestProvider } from "../providers/test-provider.ts";
import { loadScenarios } from "./all-scenarios.ts";
import { reasonToSkip } from "./scenario.ts";

const scenarios = [...(await loadScenarios()), ...(await loadScenarios("peers"))];

/** What this provider does not do, on purpose; the reasons stand in test/providers/own-provider.ts. */
const leftOut: readonly string[] = [
  "fixture: a hybrid response comes in the fragment",
  "hybrid response: code id_token, as it comes by default",
  "hybrid response: code token, as it comes by default",
  "hybrid response: code id_token token, as it comes by default",
  "hybrid response: code id_token, form_post",
  "hybrid response: the code of another login is refused, the hash in the ID token differs",
  "hybrid response: an ID token with the nonce of another login is refused",
  "implicit response: an ID token in the fragment, verified",
  "refresh: an ID token of another login is refused, its nonce differs",
  "token exchange: an access token that is good at the userinfo endpoint",
];

runAll("our own provider, below a path", { path: "/tenant" }, "");
runAll("our own provider, with FAPI 2.0 Security", { profile: "fapi2-security" }, "fapi: ");
runAll("our own provider, with FAPI 2.0 Message Signing", { profile: "fapi2-message-signing" }, "message signing");

function runAll(title: string, options: OwnProviderOptions, pattern: string): void {
  describe(title, () => {
    let provider: TestProvider | undefined;
    before(async () => {
      provider = await createOwnProvider(options);
    });
    after(async () => {
      await provider?.close();
      assert.deepEqual(provider?.serverErrors, [], "the provider had no failure inside");
    });

    for (const scenario of scenarios.filter(({ name }) => name.includes(pattern))) {
      if (leftOut.includes(scenario.name)) continue;
      test(scenario.name, async () => {
        assert.ok(provider !== undefined);
        assert.equal(reasonToSkip(scenario, provider), undefined);
        await scenario.run({ provider });
      });
    }

    test("what is left out is what the provider says that it does not do", () => {
      for (const scenario of scenarios.filter(({ name }) => leftOut.includes(name)))
        assert.ok(provider !== undefined && reasonToSkip(scenario, provider) !== undefined, scenario.name);
    });
  });
}
