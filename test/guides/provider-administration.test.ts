import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addShop,
  countOpen,
  leave,
  listErrors,
  provider,
  renewSecret,
} from "../../examples/guides/provider-administration.ts";
import { listClients, provider as remote } from "../../examples/guides/provider-administration-http.ts";

test("guide provider-administration: its example administrates a provider in process", async () => {
  assert.deepEqual(await listErrors(), ["memory-store"]);
  assert.match((await addShop()) ?? "", /^[\w-]{43}$/);
  assert.match((await renewSecret()) ?? "", /^[\w-]{43}$/);
  await provider.admin.accounts.createAccount({ id: "ada", username: "ada" });
  assert.deepEqual([await leave("ada"), await leave("nobody")], [true, false]);
  assert.equal(await countOpen(), 0);
  await provider.admin.initialAccessTokens.create();
  assert.equal(await countOpen(), 1);
});

test("guide provider-administration-http: its example administrates a provider over HTTP", async () => {
  assert.equal(await listClients(), 0);
  await remote.admin.clients.create({ metadata: { redirect_uris: ["https://shop.acme.example/callback"] } });
  assert.equal(await listClients(), 1);
});
