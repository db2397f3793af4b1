import assert from "node:assert/strict";
import { createClient } from "../../../src/index.ts";
import { expectCode } from "../expect-error.ts";
import type { Scenario } from "../scenario.ts";

/** Finding the provider. */
export const scenarios: readonly Scenario[] = [
  {
    name: "discovery: the metadata is the issuer's own and breaks no rule",
    run: async ({ provider: { issuer, clients } }) => {
      const metadata = await createClient({ issuer, client: clients.basic }).metadata();
      assert.equal(metadata.issuer, issuer);
      assert.ok(metadata.token_endpoint?.startsWith(`${issuer}/`), metadata.token_endpoint);
    },
  },
  {
    name: "discovery: the same place under another name is refused",
    needs: ["fixed issuer"],
    run: async ({ provider: { issuer, clients } }) => {
      const client = createClient({ issuer: issuer.replace("127.0.0.1", "localhost"), client: clients.basic });
      await expectCode(client.metadata(), "ERR_VERIFICATION_ISSUER");
    },
  },
];
