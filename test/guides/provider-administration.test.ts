import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addShop,
  leave,
  listClients,
  listErrors,
  provider,
  renewSecret,
} from "../../examples/guides/provider-administration.ts";

test("guide provider-administration: its example administrates a provider, in process and over HTTP", async () => {
  assert.deepEqual(await listErrors(), ["memory-store"]);
  assert.match((await addShop()) ?? "", /^[\w-]{43}$/);
  assert.match((await renewSecret()) ?? "", /^[\w-]{43}$/);
  assert.equal(await listClients(), 1);
  await provider.admin.accounts.createAccount({ id: "ada", username: "ada" });
  assert.deepEqual([await leave("ada"), await leave("nobody")], [true, false]);
});
