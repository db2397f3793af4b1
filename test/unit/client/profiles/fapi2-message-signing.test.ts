import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../../src/client/create-client.ts";
import { tlsClientAuth } from "../../../../src/client-auth/tls-client-auth.ts";
import { ConfigurationError } from "../../../../src/errors/families.ts";
import { signJwt } from "../../../../src/jose/sign-jwt.ts";
import { clientId, issuer, json, type Members, startOfTime } from "../../../fixtures/fake-server.ts";
import { createFapiClient, createFapiServer, type FapiServer, fapiOptions } from "../../../fixtures/fapi-server.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";

const lastSecond = startOfTime / 1000;

/** What the server of this profile publishes besides. */
const published = {
  request_object_signing_alg_values_supported: ["ES256"],
  authorization_signing_alg_values_supported: ["ES256"],
  introspection_signing_alg_values_supported: ["ES256"],
  response_modes_supported: ["query", "jwt"],
};

const accepted: readonly (readonly [title: string, changes: Members])[] = [
  ["a key", {}],
  ["a key for requests beside a certificate", { auth: tlsClientAuth() }],
  ["requests of almost an hour", { requestObject: { lifetimeSeconds: 3590 } }],
];

for (const [title, changes] of accepted)
  test(`accepts ${title}`, async () => assert.ok(createClient(await fapiOptions("fapi2-message-signing", changes))));

const refused: readonly (readonly [title: string, changes: Members, parameter: string, section: string])[] = [
  ["no key to sign requests with", { auth: tlsClientAuth(), key: undefined }, "key", "FAPI 2.0 Message Signing §5.3.2"],
  [
    "requests whose exp lies too far behind nbf",
    { requestObject: { lifetimeSeconds: 3591 } },
    "requestObject.lifetimeSeconds",
    "FAPI 2.0 Message Signing §5.3.1",
  ],
  [
    "the same by tolerant clocks",
    { requestObject: { lifetimeSeconds: 3571 }, clockToleranceSeconds: 30 },
    "requestObject.lifetimeSeconds",
    "FAPI 2.0 Message Signing §5.3.1",
  ],
  [
    "requests by reference",
    { requestObject: { host: { put: async () => "" } } },
    "requestObject.host",
    "FAPI 2.0 Message Signing §5.3.2",
  ],
  [
    "what the security profile refuses",
    { clockToleranceSeconds: 61 },
    "clockToleranceSeconds",
    "FAPI 2.0 Security Profile §5.3.2.1",
  ],
];

for (const [title, changes, parameter, label] of refused) {
  test(`refuses ${title} (${label})`, async () => {
    const options = await fapiOptions("fapi2-message-signing", changes);
    assert.throws(
      () => createClient(options),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_PROFILE", parameter]);
        assert.equal(error.specification?.label, label);
        return true;
      },
    );
  });
}

test("pushes a signed request for a signed response (FAPI 2.0 Message Signing §5.3.2)", async () => {
  const server = await createFapiServer(published);
  const client = await createFapiClient(server, "fapi2-message-signing");
  const { url, transaction } = await client.startAuthorization();
  assert.deepEqual([...new URL(url).searchParams.keys()].sort(), ["client_id", "request_uri"]);
  assert.equal(transaction.responseMode, "jwt");
  const { header, aud, nbf, exp, iat, response_mode, response_type, code_challenge_method } = server.pushed[0] ?? {};
  assert.deepEqual(header, { alg: "ES256", typ: "oauth-authz-req+jwt", kid: "key-ES256" });
  assert.deepEqual([aud, response_mode, response_type, code_challenge_method], [issuer, "jwt", "code", "S256"]);
  assert.deepEqual([nbf, iat, exp], [lastSecond - 10, lastSecond, lastSecond + 300]);
  const form = server.requests.at(-1)?.form ?? new URLSearchParams();
  assert.deepEqual([...form.keys()].sort(), ["client_assertion", "client_assertion_type", "client_id", "request"]);
});

test("takes the response as a JWT and in no other way (FAPI 2.0 Message Signing §5.4.2)", async () => {
  const server = await createFapiServer({ ...published, authorization_response_iss_parameter_supported: null });
  const client = await createFapiClient(server, "fapi2-message-signing");
  const { transaction } = await client.startAuthorization();
  const open = new URL(server.callback(transaction));
  await assert.rejects(client.finishAuthorization(open.href, transaction), { code: "ERR_VERIFICATION_RESPONSE_MODE" });
  const { privateJwk, publicJwk } = await messageKey("ES256");
  const claims = { ...Object.fromEntries(open.searchParams), aud: clientId, exp: lastSecond + 60 };
  const response = await signJwt({ alg: "ES256", kid: publicJwk.kid }, claims, privateJwk);
  const tokens = await client.finishAuthorization(`${open.origin}${open.pathname}?response=${response}`, transaction);
  assert.equal(tokens.claims?.sub, "user-1");
});

test("refuses another response mode, and another response type", async () => {
  const client = await createFapiClient(await createFapiServer(published), "fapi2-message-signing");
  assert.ok(await client.startAuthorization({ response_mode: "jwt" }));
  for (const response_mode of ["query", "query.jwt", "form_post.jwt"] as const)
    await assert.rejects(client.startAuthorization({ response_mode }), { parameter: "response_mode" });
  await assert.rejects(client.startAuthorization({ response_type: "code id_token" }), { parameter: "response_type" });
});

const refusedMetadata: readonly (readonly [member: string, value: unknown])[] = [
  ["response_modes_supported", ["query"]],
  ["request_object_signing_alg_values_supported", ["RS256"]],
  ["authorization_signing_alg_values_supported", ["RS256"]],
  ["introspection_signing_alg_values_supported", ["RS256"]],
  ["pushed_authorization_request_endpoint", null],
];

for (const [member, value] of refusedMetadata) {
  test(`refuses a server with ${member} ${JSON.stringify(value)}`, async () => {
    const server = await createFapiServer({ ...published, [member]: value });
    const client = await createFapiClient(server, "fapi2-message-signing");
    await assert.rejects(client.startAuthorization(), { code: "ERR_CONFIGURATION_PROFILE", parameter: member });
    assert.equal(server.pushed.length, 0);
  });
}

async function introspecting(server: FapiServer, answer: Response): Promise<unknown> {
  const accepts: (string | null)[] = [];
  const client = await createFapiClient(server, "fapi2-message-signing", {
    fetch: (url: string, init: RequestInit) => {
      if (!url.endsWith("/introspect")) return server.fetch(url, init);
      accepts.push(new Headers(init.headers).get("accept"));
      return Promise.resolve(answer);
    },
  });
  const introspection = await client.introspect({ token: "access-secret-1" }, { responseFormat: "json" });
  assert.deepEqual(accepts, ["application/token-introspection+jwt"]);
  return introspection;
}

test("asks for signed introspection and takes no other, whatever the call says (FAPI 2.0 Message Signing §5.5.2)", async () => {
  const server = await createFapiServer(published);
  await assert.rejects(introspecting(server, json({ active: true })), { code: "ERR_RESPONSE_CONTENT_TYPE" });
  const { privateJwk, publicJwk } = await messageKey("ES256");
  const claims = { iss: issuer, aud: clientId, iat: lastSecond, token_introspection: { active: true, sub: "user-1" } };
  const jwt = await signJwt({ alg: "ES256", typ: "token-introspection+jwt", kid: publicJwk.kid }, claims, privateJwk);
  const headers = { "content-type": "application/token-introspection+jwt" };
  assert.deepEqual(await introspecting(server, new Response(jwt, { headers })), { active: true, sub: "user-1" });
});

test("signs requests with PS256 for an RSA key where the server announces nothing (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const { privateJwk } = await messageKey("PS512");
  const server = await createFapiServer({ ...published, request_object_signing_alg_values_supported: null });
  for (const changes of [{ key: privateJwk }, { requestObject: { key: privateJwk } }]) {
    await (await createFapiClient(server, "fapi2-message-signing", changes)).startAuthorization();
    assert.equal(Object(server.pushed.at(-1)?.header).alg, "PS256");
  }
});
