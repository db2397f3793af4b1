import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createOwnProvider } from "../providers/own-provider.ts";
import type { TestProvider } from "../providers/test-provider.ts";
import { loadScenarios } from "./all-scenarios.ts";
import { reasonToSkip } from "./scenario.ts";

const scenarios = [...(await loadScenarios()), ...(await loadScenarios("peers"))];

describe("the own provider", () => {
  let provider: TestProvider | undefined;
  before(async () => {
    provider = await createOwnProvider();
  });
  after(async () => {
    await provider?.close();
    assert.deepEqual(provider?.serverErrors, [], "the provider had no failure inside");
  });

  for (const scenario of scenarios) {
    test(scenario.name, async (context) => {
      assert.ok(provider !== undefined);
      const reason = reasonToSkip(scenario, provider);
      if (reason === undefined) await scenario.run({ provider });
      else context.skip(reason);
    });
  }
});
