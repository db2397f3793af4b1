import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createOwnProvider, type OwnProviderOptions } from "../providers/own-provider.ts";
import type { TestProvider } from "../providers/test-provider.ts";
import { loadScenarios } from "./all-scenarios.ts";
import { reasonToSkip } from "./scenario.ts";

const scenarios = [...(await loadScenarios()), ...(await loadScenarios("peers"))];

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
      test(scenario.name, async (context) => {
        assert.ok(provider !== undefined);
        const reason = reasonToSkip(scenario, provider);
        if (reason === undefined) await scenario.run({ provider });
        else context.skip(reason);
      });
    }
  });
}
