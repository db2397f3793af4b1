import assert from "node:assert/strict";
import { test } from "node:test";
import { clientCredentialsGrant } from "../../../../src/endpoints/grants/client-credentials.ts";
import { createFakeServer } from "../../../fixtures/fake-server.ts";
import { contextFor } from "./grants.ts";

test("clientCredentialsGrant: asks for a token of the client itself (RFC 6749 §4.4)", async () => {
  const server = await createFakeServer();
  const context = contextFor(server);
  const response = await clientCredentialsGrant(context);
  assert.deepEqual(response, { access_token: "access-secret-1", token_type: "Bearer", expires_in: 3600 });
  await clientCredentialsGrant(context, { scope: "a b", resource: ["https://a"] }, { extra: { tenant: "t" } });
  assert.deepEqual(
    server.requests.map(({ form }) => form.toString()),
    [
      "grant_type=client_credentials&client_id=client-1",
      "scope=a+b&resource=https%3A%2F%2Fa&grant_type=client_credentials&tenant=t&client_id=client-1",
    ],
  );
});

test("clientCredentialsGrant: the grant type cannot be changed by the message", async () => {
  const server = await createFakeServer();
  const message: { readonly scope: string } = JSON.parse('{"scope":"a","grant_type":"password"}');
  await clientCredentialsGrant(contextFor(server), message);
  assert.equal(server.requests[0]?.form.get("grant_type"), "client_credentials");
});
