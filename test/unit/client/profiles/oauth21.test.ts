import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientRegistration } from "../../../../src/client/options.ts";
import { createFakeClient, logIn } from "../../../fixtures/fake-client.ts";
import { clientId, createFakeServer, redirectUri } from "../../../fixtures/fake-server.ts";

test("logs in with PKCE, and leaves the options as they are", async () => {
  const server = await createFakeServer({ metadata: (m) => ({ ...m, code_challenge_methods_supported: ["S256"] }) });
  const client = createFakeClient(server, { profile: "oauth21" });
  assert.equal((await logIn(server, client)).claims?.sub, "user-1");
  const sent = server.requests.find(({ path }) => path === "/token")?.form;
  assert.match(sent?.get("code_verifier") ?? "", /^[\w-]{43}$/);
});

for (const redirect_uri of ["https://app.example.com/cb", "http://127.0.0.1/cb", "com.example.app:/cb"]) {
  test(`accepts the redirect URI ${redirect_uri}`, async () => {
    const client: ClientRegistration = { client_id: clientId, redirect_uris: [redirect_uri] };
    assert.ok(createFakeClient(await createFakeServer(), { profile: "oauth21", client }));
  });
}

const refused: readonly (readonly [changes: object, parameter: string])[] = [
  [{ redirect_uris: ["http://app.example.com/cb"] }, "client.redirect_uris"],
  [{ redirect_uris: ["https://*.example.com/cb"] }, "client.redirect_uris"],
  [{ redirect_uris: ["https://app.example.com/cb#x"] }, "client.redirect_uris"],
  [{ grant_types: ["implicit"] }, "client.grant_types"],
  [{ grant_types: ["authorization_code", "password"] }, "client.grant_types"],
  [{ response_types: ["code", "id_token token"] }, "client.response_types"],
];

for (const [changes, parameter] of refused) {
  test(`refuses ${JSON.stringify(changes)} (OAuth 2.1)`, async () => {
    const server = await createFakeServer();
    const client = { client_id: clientId, redirect_uris: [redirectUri], ...changes };
    assert.throws(() => createFakeClient(server, { profile: "oauth21", client }), {
      code: "ERR_CONFIGURATION_PROFILE",
      parameter,
    });
  });
}

test("asks for no token in the front channel (OAuth 2.1)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { profile: "oauth21" });
  for (const response_type of ["token", "code token", "id_token token"] as const)
    await assert.rejects(client.startAuthorization({ response_type }), {
      code: "ERR_CONFIGURATION_PROFILE",
      parameter: "response_type",
    });
  assert.equal(server.requests.length, 0);
});

test("refuses a server that lists no S256, and takes one that lists nothing (OAuth 2.1)", async () => {
  const server = await createFakeServer();
  assert.ok(await createFakeClient(server, { profile: "oauth21" }).startAuthorization());
  server.behaviour.metadata = (honest) => ({ ...honest, code_challenge_methods_supported: ["plain"] });
  await assert.rejects(createFakeClient(server, { profile: "oauth21" }).startAuthorization(), {
    code: "ERR_CONFIGURATION_PROFILE",
    parameter: "code_challenge_methods_supported",
  });
});
