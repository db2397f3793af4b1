import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer, type FakeServer, metadata } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

/** A server with a revocation endpoint, and the forms that reach it. */
async function createServer(): Promise<{ readonly server: FakeServer; readonly forms: URLSearchParams[] }> {
  const server = await createFakeServer({
    metadata: (honest) => ({ ...honest, revocation_endpoint: `${metadata.issuer}/revoke` }),
  });
  const forms: URLSearchParams[] = [];
  const fetch: FakeServer["fetch"] = async (url, init) => {
    if (!url.endsWith("/revoke")) return server.fetch(url, init);
    forms.push(new URLSearchParams(String(init.body)));
    return new Response(null);
  };
  return { server: { ...server, fetch }, forms };
}

test("revokeToken: ends one token", async () => {
  const { server, forms } = await createServer();
  await createFakeClient(server).revokeToken({ token: "a", token_type_hint: "access_token" });
  assert.deepEqual(forms.map(String), ["token=a&token_type_hint=access_token"]);
});

test("revokeAll: ends the refresh token, then the access token", async () => {
  const { server, forms } = await createServer();
  const client = createFakeClient(server);
  const outcome = await client.revokeAll(await logIn(server, client));
  assert.equal(outcome.complete, true);
  assert.deepEqual(
    forms.map((form) => form.get("token")),
    ["refresh-secret-1", "access-secret-1"],
  );
});

test("revokeAll: takes token sets of this server only", async () => {
  const { server, forms } = await createServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  assert.ok(tokens.claims !== undefined);
  const foreign = { ...tokens, claims: { ...tokens.claims, iss: "https://other.example" } };
  await assertRefused(client.revokeAll(foreign), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  const text: typeof tokens = JSON.parse('"access-secret-1"');
  await assertRefused(client.revokeAll(text), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  assert.equal(forms.length, 0);
});
