import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientOptions } from "../../../src/client/options.ts";
import { createIntrospectionCache } from "../../../src/endpoints/introspection-cache.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  type FakeServer,
  metadata,
  redirectUri,
  signJws,
} from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const registration = { client_id: clientId, client_secret: "client-secret-1", redirect_uris: [redirectUri] };

/** A server that introspects and signs whatever it is asked for. */
async function createServer(): Promise<{ readonly server: FakeServer; readonly accepts: string[] }> {
  const server = await createFakeServer({
    metadata: (honest) => ({
      ...honest,
      introspection_endpoint: `${metadata.issuer}/introspect`,
      introspection_signing_alg_values_supported: ["RS256"],
      userinfo_signing_alg_values_supported: ["RS256"],
    }),
  });
  const accepts: string[] = [];
  const fetch: FakeServer["fetch"] = async (url, init) => {
    const accept = new Headers(init.headers).get("accept") ?? "";
    if (url.endsWith("/introspect")) accepts.push(accept);
    if (url.endsWith("/introspect") && accept === "application/json") return Response.json({ active: true });
    const shared = { iss: metadata.issuer, aud: clientId, iat: server.now / 1000 };
    const header = { alg: "RS256", kid: "main" };
    if (url.endsWith("/introspect")) {
      const claims = { ...shared, token_introspection: { active: true, scope: "read" } };
      const jwt = await signJws({ ...header, typ: "token-introspection+jwt" }, claims, server.key);
      return new Response(jwt, { headers: { "content-type": accept } });
    }
    if (url.endsWith("/userinfo") && accept === "application/jwt") {
      const jwt = await signJws(header, { ...shared, sub: "user-1" }, server.key);
      return new Response(jwt, { headers: { "content-type": accept } });
    }
    return server.fetch(url, init);
  };
  return { server: { ...server, fetch }, accepts };
}

test("introspect: asks the server each time, or a cache", async () => {
  const { server, accepts } = await createServer();
  const client = createFakeClient(server);
  assert.deepEqual(await client.introspect({ token: "a" }), { active: true });
  await client.introspect({ token: "a" });
  assert.equal(accepts.length, 2);
  const cache = createIntrospectionCache({ clock: () => server.now });
  await client.introspect({ token: "a" }, { cache });
  await client.introspect({ token: "a" }, { cache });
  assert.deepEqual(accepts, ["application/json", "application/json", "application/json"]);
});

test("introspect and userInfo: ask for what the client is registered with (RFC 9701 §6)", async () => {
  const { server, accepts } = await createServer();
  const client: ClientOptions["client"] = {
    ...registration,
    introspection_signed_response_alg: "RS256",
    userinfo_signed_response_alg: "RS256",
  };
  const fake = createFakeClient(server, { client });
  assert.deepEqual(await fake.introspect({ token: "a" }), { active: true, scope: "read" });
  assert.deepEqual(accepts, ["application/token-introspection+jwt"]);
  const tokens = await logIn(server, fake);
  assert.equal((await fake.userInfo(tokens)).aud, "client-1");
});

test("introspect and userInfo: refuse what is signed or encrypted in another way than registered", async () => {
  const { server } = await createServer();
  const client: ClientOptions["client"] = {
    ...registration,
    introspection_encrypted_response_alg: "dir",
    introspection_encrypted_response_enc: "A256CBC-HS512",
    userinfo_encrypted_response_alg: "A128KW",
  };
  const fake = createFakeClient(server, { client });
  await assertRefused(fake.introspect({ token: "a" }), "VerificationError", "ERR_VERIFICATION_JWT_NOT_ENCRYPTED");
  const tokens = await logIn(server, fake);
  await assertRefused(fake.userInfo(tokens), "VerificationError", "ERR_VERIFICATION_JWT_NOT_ENCRYPTED");
});
