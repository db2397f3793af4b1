import assert from "node:assert/strict";
import { test } from "node:test";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { createClient } from "../../../src/client/create-client.ts";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { createDPoPNonces } from "../../../src/dpop/proof-nonce.ts";
import { sha256Base64url } from "../../../src/jose/hash.ts";
import { createResourceServer } from "../../../src/resource-server/create-resource-server.ts";
import { createTokenIntrospection } from "../../../src/resource-server/token-introspection.ts";
import { createGrantsProvider, issuer, resources } from "../../fixtures/provider/grants-provider.ts";
import { refusalOf } from "../../fixtures/resource-server-scene.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const jwtApi = "https://api.example.com";
const opaqueApi = "https://files.example.com";
const scopes = { [jwtApi]: "api:read", [opaqueApi]: "files:read" } as const;

/** A provider of both forms of tokens at the machine's time, and a resource that takes either. */
function setUp() {
  const files = { ...resources[opaqueApi], introspectionClients: ["api"] };
  const { provider } = createGrantsProvider({
    clock: Date.now,
    tokens: { resources: { ...resources, [opaqueApi]: files } },
  });
  const fetchIt = async (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    provider.fetch(new Request(input, init));
  const introspection = createTokenIntrospection({ client: { client_id: "api", client_secret: "api-secret" } });
  const server = createResourceServer({
    issuer,
    audience: [jwtApi, opaqueApi],
    introspection,
    fetch: fetchIt,
    dpop: { nonces: createDPoPNonces() },
    metadata: { resource: jwtApi },
  });
  const handle = async (request: Request): Promise<Response> => {
    try {
      const principal = await server.authenticate(request);
      return Response.json(
        { kind: principal.kind, client: principal.clientId, isClient: principal.isClient, boundTo: principal.boundTo },
        { headers: server.headersFor(principal) },
      );
    } catch (error) {
      return server.respond(error);
    }
  };
  return { fetchIt, server, handle };
}

for (const [resource, kind] of [
  [jwtApi, "jwt"],
  [opaqueApi, "introspection"],
] as const) {
  for (const isBound of [false, true]) {
    test(`resource server: our own client and provider, ${kind}${isBound ? " with DPoP and nonces" : ""}`, async () => {
      const { fetchIt, server, handle } = setUp();
      const client = createClient({
        issuer,
        client: { client_id: "web", client_secret: "web-secret" },
        fetch: async (input, init) =>
          input.startsWith(resource) ? handle(new Request(input, init)) : fetchIt(input, init),
        ...(isBound ? { dpop: await createDPoP() } : {}),
      });
      const tokens = await client.clientCredentials({ scope: scopes[resource], resource: [resource] });
      const seen = await client.fetchResource(tokens, { url: `${resource}/orders` });
      assert.deepEqual(
        [seen.status, await seen.json()],
        [200, { kind, client: "web", isClient: true, boundTo: isBound ? ["jkt"] : [] }],
      );
      if (!isBound) return;
      const headers = { authorization: `Bearer ${tokens.response.access_token}` };
      const [code, { status }] = await refusalOf(
        server,
        server.authenticate({ method: "GET", url: `${resource}/orders`, headers }),
      );
      assert.deepEqual([code, status], ["ERR_VERIFICATION_TOKEN_BINDING", 401]);
    });

    test(`resource server: openid-client and our provider, ${kind}${isBound ? " with DPoP and nonces" : ""}`, async () => {
      const { fetchIt, handle } = setUp();
      const config = await openid.discovery(new URL(issuer), "web", undefined, openid.ClientSecretBasic("web-secret"), {
        [openid.customFetch]: (url: string, init: unknown) =>
          url.startsWith(resource) ? handle(new Request(url, Object(init))) : fetchIt(url, Object(init)),
      });
      const options = isBound ? { DPoP: openid.getDPoPHandle(config, await openid.randomDPoPKeyPair()) } : {};
      const { access_token } = await openid.clientCredentialsGrant(
        config,
        { scope: scopes[resource], resource },
        options,
      );
      const call = () =>
        openid.fetchProtectedResource(
          config,
          access_token,
          new URL(`${resource}/orders`),
          "GET",
          undefined,
          undefined,
          options,
        );
      const seen = await call();
      assert.deepEqual(
        [seen.status, await seen.json()],
        [200, { kind, client: "web", isClient: true, boundTo: isBound ? ["jkt"] : [] }],
      );
    });
  }
}

test("resource server: what the provider has revoked is refused (RFC 7009 §2)", async () => {
  const { fetchIt, server } = setUp();
  const client = createClient({ issuer, client: { client_id: "web", client_secret: "web-secret" }, fetch: fetchIt });
  const { response } = await client.clientCredentials({ scope: "files:read", resource: [opaqueApi] });
  await client.revokeToken({ token: response.access_token });
  const headers = { authorization: `Bearer ${response.access_token}` };
  const [code] = await refusalOf(server, server.authenticate({ method: "GET", url: opaqueApi, headers }));
  assert.equal(code, "ERR_VERIFICATION_TOKEN_INACTIVE");
});

test("resource server: oauth4webapi reads the metadata that is published, and the challenge (RFC 9728 §5.1)", async () => {
  const { server } = setUp();
  const respond = async (url: string): Promise<Response> =>
    server.metadataResponse({ method: "GET", url }) ?? new Response(null, { status: 404 });
  const response = await oauth.resourceDiscoveryRequest(new URL(jwtApi), { [oauth.customFetch]: respond });
  const metadata = await oauth.processResourceDiscoveryResponse(new URL(jwtApi), response);
  assert.deepEqual(metadata.authorization_servers, [issuer]);
});

test("resource server: oauth4webapi accepts and refuses the same JWTs (RFC 9068 §4)", async () => {
  const key = await generateTestKey("ES256", { kid: "one" });
  const jwks = { keys: [key.publicJwk] };
  const proofKey = await generateTestKey("ES256");
  const jkt = await thumbprintOf(proofKey);
  const now = Math.floor(Date.now() / 1000);
  const as = { issuer, jwks_uri: `${issuer}/jwks` };
  const server = createResourceServer({ issuer, audience: jwtApi, keys: jwks });
  const good = { iss: issuer, sub: "user", aud: jwtApi, client_id: "app", iat: now - 1, exp: now + 600, jti: "1" };
  const cases: readonly (readonly [what: string, claims: object, header: object, scheme: string, isGood: boolean])[] = [
    ["good", {}, {}, "Bearer", true],
    ["for several resources", { aud: ["https://x.example.com", jwtApi] }, {}, "Bearer", true],
    ["of the long type", {}, { typ: "application/at+jwt" }, "Bearer", true],
    ["of the scheme in lower case", {}, {}, "bearer", true],
    ["bound and proven", { cnf: { jkt } }, {}, "DPoP", true],
    ["bound and not proven", { cnf: { jkt } }, {}, "Bearer", false],
    ["unbound and proven", {}, {}, "DPoP", false],
    ["of another issuer", { iss: "https://evil.example.com" }, {}, "Bearer", false],
    ["for another resource", { aud: "https://x.example.com" }, {}, "Bearer", false],
    ["over", { exp: now - 100 }, {}, "Bearer", false],
    ["of no type", {}, { typ: undefined }, "Bearer", false],
    ["an ID token", {}, { typ: "JWT" }, "Bearer", false],
    ["without subject", { sub: undefined }, {}, "Bearer", false],
    ["without client", { client_id: undefined }, {}, "Bearer", false],
    ["without identifier", { jti: undefined }, {}, "Bearer", false],
    ["with an unknown critical header", {}, { crit: ["x"], x: 1 }, "Bearer", false],
  ];
  for (const [what, claims, header, scheme, isGood] of cases) {
    const token = await signClaims({ ...good, ...claims }, key, { typ: "at+jwt", kid: "one", ...header });
    const request = async (): Promise<Request> => {
      const ath = await sha256Base64url(token);
      const proof = await makeProof(proofKey, { ath, htu: `${jwtApi}/orders`, iat: now });
      const headers = { authorization: `${scheme} ${token}`, ...(scheme === "DPoP" ? { dpop: proof } : {}) };
      return new Request(`${jwtApi}/orders`, { headers });
    };
    const isAccepted = (call: Promise<unknown>): Promise<boolean> =>
      call.then(
        () => true,
        () => false,
      );
    const options = { [oauth.customFetch]: async () => Response.json(jwks) };
    assert.equal(
      await isAccepted(oauth.validateJwtAccessToken(as, await request(), jwtApi, options)),
      isGood,
      `oauth4webapi: ${what}`,
    );
    assert.equal(await isAccepted(server.authenticate(await request())), isGood, what);
  }
});
