import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createOidcProvider, type OidcProvider } from "../providers/oidc-provider.ts";
import { scenarios } from "./scenarios/all.ts";

describe("panva's oidc-provider", () => {
  let provider: OidcProvider | undefined;
  before(async () => {
    provider = await createOidcProvider();
  });
  after(async () => {
    await provider?.close();
    assert.deepEqual(provider?.serverErrors, [], "the provider had no failure inside");
  });

  for (const { name, run, skip } of scenarios) {
    test(name, async (context) => {
      assert.ok(provider !== undefined);
      const reason = skip?.(provider);
      if (reason === undefined) await run(provider);
      else context.skip(reason);
    });
  }
});
