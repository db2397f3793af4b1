import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../src/client/create-client.ts";
import type { StandardSchema } from "../../../src/schema/standard-schema.ts";
import { createFakeServer, type FakeServer, issuer, redirectUri } from "../../fixtures/fake-server.ts";

const schema: StandardSchema<{ readonly level: number }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate(value) {
      const { level }: { level?: unknown } = Object(value);
      return typeof level === "number" ? { value: { level } } : { issues: [{ message: "no level", path: ["level"] }] };
    },
  },
};

function clientOf(server: FakeServer) {
  return createClient({
    issuer,
    client: { client_id: "client-1", client_secret: "client-secret-1", redirect_uris: [redirectUri] },
    fetch: server.fetch,
    clock: () => server.now,
    idTokenClaims: schema,
  });
}

test("client: idTokenClaims gives what its schema makes of verified claims, at the login and at a refresh", async () => {
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, level: 3 }) });
  const client = clientOf(server);
  const { transaction } = await client.startAuthorization();
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal(tokens.custom.level, 3);
  assert.ok(Object.isFrozen(tokens));
  server.behaviour.claims = (claims) => ({ ...claims, level: 4 });
  assert.equal((await client.refresh(tokens)).custom.level, 4);
});

test("client: claims that the schema refuses refuse the login", async () => {
  const server = await createFakeServer();
  const client = clientOf(server);
  const { transaction } = await client.startAuthorization();
  await assert.rejects(client.finishAuthorization(server.callback(transaction), transaction), {
    code: "ERR_VALIDATION_CLAIMS",
  });
});

test("client: a login without an ID token has no custom claims", async () => {
  const server = await createFakeServer();
  const client = clientOf(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal(tokens.custom, undefined);
});

test("client: idTokenClaims that is no schema is refused at once", () => {
  const options = { issuer, client: { client_id: "client-1" }, idTokenClaims: "zod" };
  assert.throws(() => Reflect.apply(createClient, undefined, [options]), { code: "ERR_CONFIGURATION_OPTION" });
});
