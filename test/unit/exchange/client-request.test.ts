import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenRequestClientCredentialsSchema } from "../../../generated/messages/token-request-client-credentials.ts";
import type { ClientAuthentication } from "../../../src/client-auth/client-authentication.ts";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { fetchDeviceAuthorization } from "../../../src/endpoints/device-authorization.ts";
import { cibaGrant } from "../../../src/endpoints/grants/ciba.ts";
import { clientCredentialsGrant } from "../../../src/endpoints/grants/client-credentials.ts";
import { deviceCodeGrant } from "../../../src/endpoints/grants/device-code.ts";
import { fetchIntrospection } from "../../../src/endpoints/introspection.ts";
import { fetchPushedAuthorization } from "../../../src/endpoints/pushed-authorization.ts";
import { fetchRevocation } from "../../../src/endpoints/revocation.ts";
import { buildTokenRequest } from "../../../src/endpoints/token.ts";
import type { ConfigurationError } from "../../../src/errors/families.ts";
import { buildClientRequest } from "../../../src/exchange/client-request.ts";
import type { ExchangeContext } from "../../../src/exchange/context.ts";
import { createExchangeContext } from "../../../src/exchange/create-context.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { readProof } from "../../fixtures/proofs.ts";
import { contextOf } from "./answers.ts";

const metadata = {
  issuer: "https://id.example",
  response_types_supported: [],
  token_endpoint: "https://id.example/token",
  token_endpoint_auth_signing_alg_values_supported: ["RS256"],
};

type Authenticated = Parameters<ClientAuthentication["authenticate"]>[0];

async function build(changes: Readonly<Record<string, unknown>> = {}): Promise<readonly [string, Authenticated]> {
  const seen: Authenticated[] = [];
  const auth: ClientAuthentication = {
    method: "client_secret_post",
    authenticate: async (context) => {
      seen.push(context);
      return { headers: {}, body: { client_id: "web", client_secret: "s 1" } };
    },
  };
  const context = createExchangeContext({ metadata: { ...metadata, ...changes }, clientId: "web", auth });
  const { body } = await buildClientRequest(
    context,
    {
      endpoint: "token_endpoint",
      schema: tokenRequestClientCredentialsSchema,
      message: { grant_type: "client_credentials" },
    },
    { extra: { audience: "a" } },
  );
  const [first] = seen;
  assert.ok(first);
  return [body, first];
}

test("buildClientRequest: message, extra parameters, then the authentication", async () => {
  const [body, seen] = await build();
  assert.equal(body, "grant_type=client_credentials&audience=a&client_id=web&client_secret=s+1");
  assert.equal(seen.tokenEndpoint, "https://id.example/token");
  assert.deepEqual(seen.signingAlgorithms, ["RS256"]);
});

test("buildClientRequest: an assertion may use the algorithms of the endpoint's own list (RFC 8414 §2)", async () => {
  const [, seen] = await build({ token_endpoint_auth_signing_alg_values_supported: ["ES256"] });
  assert.deepEqual(seen.signingAlgorithms, ["ES256"]);
});

test("buildClientRequest: no list, no limit", async () => {
  const [, seen] = await build({ token_endpoint_auth_signing_alg_values_supported: undefined });
  assert.equal(seen.signingAlgorithms, undefined);
});

test("buildClientRequest: names the endpoint that the server does not have", async () => {
  await assert.rejects(build({ token_endpoint: undefined }), (error: ConfigurationError) => {
    assert.equal(error.code, "ERR_CONFIGURATION_METADATA_MISSING");
    assert.equal(error.parameter, "token_endpoint");
    return true;
  });
});

const dpopMetadata = {
  issuer: "https://id.example.com",
  response_types_supported: ["code"],
  token_endpoint: "https://id.example.com/token",
  pushed_authorization_request_endpoint: "https://id.example.com/par",
  introspection_endpoint: "https://id.example.com/introspect",
  revocation_endpoint: "https://id.example.com/revoke",
  device_authorization_endpoint: "https://id.example.com/device",
  backchannel_authentication_endpoint: "https://id.example.com/bc",
};

/** What each call sends to its endpoint, with a key. */
async function headersOf(call: (context: ExchangeContext) => Promise<unknown>): Promise<Headers> {
  let sent: Headers | undefined;
  const http = createHttp({
    async fetch(_url, init) {
      sent = new Headers(init.headers);
      return Response.json({ error: "server_error" }, { status: 400, headers: { "dpop-nonce": "n-1" } });
    },
  });
  const dpop = await createDPoP();
  await assert.rejects(call(contextOf({ metadata: dpopMetadata, http, dpop })), { error: "server_error" });
  assert.equal(await dpop.nonces.get("https://id.example.com"), "n-1", "every answer teaches its nonce");
  return sent ?? assert.fail("nothing was sent");
}

for (const [name, htu, call] of [
  ["token request", "https://id.example.com/token", (context) => clientCredentialsGrant(context)],
  ["device code poll", "https://id.example.com/token", (context) => deviceCodeGrant(context, { device_code: "d" })],
  ["CIBA poll", "https://id.example.com/token", (context) => cibaGrant(context, { auth_req_id: "a" })],
  [
    "pushed request (RFC 9449 §10.1)",
    "https://id.example.com/par",
    (context) => fetchPushedAuthorization(context, { client_id: "client-1", response_type: "code" }),
  ],
] as const satisfies readonly (readonly [string, string, (context: ExchangeContext) => Promise<unknown>])[]) {
  test(`sendClientRequest: a ${name} proves the key (RFC 9449 §5)`, async () => {
    const { claims } = await readProof((await headersOf(call)).get("dpop"));
    assert.deepEqual([claims.htm, claims.htu], ["POST", htu]);
  });
}

for (const [name, call] of [
  ["introspection", (context) => fetchIntrospection(context, { token: "t" })],
  ["revocation", (context) => fetchRevocation(context, { token: "t" })],
  ["device authorization", (context) => fetchDeviceAuthorization(context, {})],
] as const satisfies readonly (readonly [string, (context: ExchangeContext) => Promise<unknown>])[]) {
  test(`sendClientRequest: ${name} binds nothing, and has no proof`, async () => {
    assert.equal((await headersOf(call)).get("dpop"), null);
  });
}

test("buildClientRequest: a token request that is built by hand has its proof among the header fields (RFC 9449 §5)", async () => {
  const dpop = await createDPoP();
  const { headers } = await buildTokenRequest(contextOf({ dpop }), { grant_type: "client_credentials" });
  assert.equal((await readProof(headers.dpop)).claims.htu, "https://id.example.com/token");
});
