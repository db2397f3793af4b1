import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../src/client/create-client.ts";
import { registerClient } from "../../../src/client/register-client.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const issuer = "https://id.example.com";
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  response_types_supported: ["code"],
};
const client = { redirect_uris: ["https://app.example.com/callback"], client_name: "App" };
const registered = {
  client_id: "client-1",
  client_secret: "client-secret-1",
  client_secret_expires_at: 0,
  registration_access_token: "registration-secret-1",
  registration_client_uri: `${issuer}/register/client-1`,
  token_endpoint_auth_method: "client_secret_post",
  ...client,
};

function serverThat(registration: object, document: object = metadata) {
  const urls: string[] = [];
  const forms: string[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    urls.push(url);
    if (url.includes(".well-known/openid")) return new Response("", { status: 404 });
    if (url.includes(".well-known")) return Response.json(document);
    if (url.endsWith("/register")) return Response.json(registration, { status: 201 });
    forms.push(String(init.body));
    return Response.json({ access_token: "a", token_type: "Bearer" });
  };
  return { fetch, urls, forms };
}

test("registerClient: discovers, registers, and gives a client that createClient takes (RFC 7591 §3)", async () => {
  const { fetch, urls, forms } = serverThat(registered);
  const registration = await registerClient({ issuer, client, fetch });
  assert.deepEqual(urls, [
    `${issuer}/.well-known/openid-configuration`,
    `${issuer}/.well-known/oauth-authorization-server`,
    `${issuer}/register`,
  ]);
  assert.equal(registration.issuer, issuer);
  assert.equal(registration.credentials.registration_access_token, "registration-secret-1");
  assert.ok(!JSON.stringify(registration.client).includes("registration-secret-1"), "calls do not need that token");
  await createClient({ issuer, client: registration.client, fetch }).clientCredentials();
  assert.deepEqual(forms, ["grant_type=client_credentials&client_id=client-1&client_secret=client-secret-1"]);
});

test("registerClient: what the answer leaves out counts as it was asked for", async () => {
  const { fetch } = serverThat({ client_id: "public-1" });
  const asked = { ...client, token_endpoint_auth_method: "none" };
  const registration = await registerClient({ issuer, client: asked, metadata, fetch });
  assert.deepEqual(registration.client, {
    client_id: "public-1",
    redirect_uris: ["https://app.example.com/callback"],
    token_endpoint_auth_method: "none",
  });
  assert.deepEqual(
    registration.changed.map(({ member, change }) => [member, change]),
    [
      ["redirect_uris", "omitted"],
      ["client_name", "omitted"],
      ["token_endpoint_auth_method", "omitted"],
    ],
  );
});

test("registerClient: metadata given by hand is checked, and nothing is discovered", async () => {
  const { fetch, urls } = serverThat(registered);
  await registerClient({ issuer, client, metadata, fetch });
  assert.deepEqual(urls, [`${issuer}/register`]);
  await assertRefused(
    registerClient({ issuer: `${issuer}/`, client, metadata, fetch }),
    "VerificationError",
    "ERR_VERIFICATION_ISSUER",
  );
});

test("registerClient: a server that registers nobody is told apart (RFC 7591 §3)", async () => {
  const { registration_endpoint: _none, ...without } = metadata;
  const { fetch, urls } = serverThat(registered, without);
  await assertRefused(
    registerClient({ issuer, client, fetch, discovery: "oauth2" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
  assert.equal(urls.length, 1);
});

test("registerClient: tells its owner, without secrets", async () => {
  const events: { readonly type: string }[] = [];
  const { fetch } = serverThat(registered);
  const onEvent = (event: { readonly type: string }) => events.push(event);
  await registerClient({ issuer, client, metadata, fetch, onEvent, clock: () => 5 });
  assert.deepEqual(
    events.map(({ type }) => type),
    ["http.finished", "exchange"],
  );
  assert.doesNotMatch(JSON.stringify(events), /secret-1/);
  assert.match(JSON.stringify(events), /"request":"RegistrationRequest","message":"RegistrationResponse"/);
});

test("registerClient: options without client are refused by name", async () => {
  for (const options of [undefined, {}, { issuer, ...client }, { issuer, client: "App" }]) {
    const wrong: Parameters<typeof registerClient>[0] = JSON.parse(JSON.stringify({ options })).options;
    const error = await assertRefused(registerClient(wrong), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
    assert.match(error.message, /takes an object with issuer and client/);
  }
});
