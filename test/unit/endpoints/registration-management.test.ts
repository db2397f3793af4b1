import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildRegistrationUpdateRequest,
  deleteClientRegistration,
  fetchClientRegistration,
  updateClientRegistration,
} from "../../../src/endpoints/registration-management.ts";
import type { Registration } from "../../../src/endpoints/registration-result.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { contextOf } from "../exchange/answers.ts";

const uri = "https://id.example.com/register/client-1?v=1";
const response = {
  client_id: "client-1",
  client_secret: "client-secret-1",
  client_secret_expires_at: 0,
  client_id_issued_at: 900,
  registration_access_token: "registration-secret-1",
  registration_client_uri: uri,
  redirect_uris: ["https://app.example.com/callback"],
  client_name: "App",
  "client_name#fr": "Appli",
  "x-tier": "gold",
};
const registration: Registration = {
  response,
  credentials: {
    client_id: "client-1",
    client_secret: "client-secret-1",
    registration_access_token: "registration-secret-1",
    registration_client_uri: uri,
  },
  secretExpiresAt: undefined,
  changed: [],
};

function serverThat(respond: () => Response) {
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const http = createHttp({
    async fetch(url, init) {
      sent.push({ url, init });
      return respond();
    },
  });
  return { sent, context: contextOf({ http }) };
}

test("fetchClientRegistration: asks the very URL with the registration token alone (RFC 7592 §2.1)", async () => {
  const { sent, context } = serverThat(() => Response.json(response));
  const read = await fetchClientRegistration(context, registration);
  const [request] = sent;
  assert.equal(request?.url, uri);
  assert.equal(request.init.method, "GET");
  assert.equal(request.init.body, undefined);
  assert.deepEqual(
    [...new Headers(request.init.headers)],
    [
      ["accept", "application/json"],
      ["authorization", "Bearer registration-secret-1"],
    ],
  );
  assert.deepEqual(read, { ...registration, rotated: [] });
});

test("fetchClientRegistration: new credentials replace the old ones and are named (RFC 7592 §2.1)", async () => {
  const answer = {
    ...response,
    client_secret: "client-secret-2",
    client_secret_expires_at: 5_000,
    registration_access_token: "registration-secret-2",
    registration_client_uri: "https://id.example.com/new/client-1",
  };
  const { context, sent } = serverThat(() => Response.json(answer));
  const read = await fetchClientRegistration(context, registration);
  assert.deepEqual(read.rotated, ["client_secret", "registration_access_token"]);
  assert.deepEqual(read.credentials, {
    client_id: "client-1",
    client_secret: "client-secret-2",
    registration_access_token: "registration-secret-2",
    registration_client_uri: "https://id.example.com/new/client-1",
  });
  assert.equal(read.secretExpiresAt, 5_000_000);
  await fetchClientRegistration(context, read);
  assert.equal(sent[1]?.url, "https://id.example.com/new/client-1");
  assert.equal(new Headers(sent[1]?.init.headers).get("authorization"), "Bearer registration-secret-2");
});

test("fetchClientRegistration: credentials that the answer does not repeat stay in force, the secret's end too", async () => {
  const { context } = serverThat(() => Response.json({ client_id: "client-1" }));
  const read = await fetchClientRegistration(context, { ...registration, secretExpiresAt: 7_000 });
  assert.deepEqual(read.credentials, registration.credentials);
  assert.equal(read.secretExpiresAt, 7_000);
  assert.deepEqual(read.rotated, []);
});

test("fetchClientRegistration: refuses the registration of another client (RFC 7592 §2.2)", async () => {
  const { context } = serverThat(() => Response.json({ ...response, client_id: "client-2" }));
  await assertRefused(fetchClientRegistration(context, registration), "VerificationError", "ERR_VERIFICATION_CLIENT");
});

const answers: readonly [title: string, respond: () => Response, name: string, code: string][] = [
  ["401 without a word", () => new Response("", { status: 401 }), "ResponseError", "ERR_RESPONSE_STATUS"],
  [
    "401 with a challenge",
    () => new Response("", { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } }),
    "OAuthError",
    "ERR_OAUTH_CHALLENGE",
  ],
  ["403", () => Response.json({ error: "access_denied" }, { status: 403 }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["201", () => Response.json(response, { status: 201 }), "ResponseError", "ERR_RESPONSE_STATUS"],
  [
    "a redirect",
    () => new Response(null, { status: 302, headers: { location: "https://evil.example" } }),
    "ResponseError",
    "ERR_RESPONSE_REDIRECT",
  ],
  [
    "a configuration URL that is not safe",
    () => Response.json({ ...response, registration_client_uri: "http://id.example.com/1" }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
];
for (const [title, respond, name, code] of answers) {
  test(`fetchClientRegistration: refuses ${title}`, async () => {
    const { context } = serverThat(respond);
    await assertRefused(fetchClientRegistration(context, registration), name, code);
  });
}

test("management: sends nothing without URL and token, or to a URL that is not safe", async () => {
  const { context, sent } = serverThat(() => assert.fail("nothing may be sent"));
  const { registration_client_uri: _uri, ...withoutUri } = registration.credentials;
  const { registration_access_token: _token, ...withoutToken } = registration.credentials;
  const insecure = { ...registration.credentials, registration_client_uri: "http://id.example.com/register/1" };
  for (const [credentials, code] of [
    [withoutUri, "ERR_CONFIGURATION_OPTION"],
    [withoutToken, "ERR_CONFIGURATION_OPTION"],
    [insecure, "ERR_CONFIGURATION_INSECURE_URL"],
  ] as const) {
    const broken = { ...registration, credentials };
    await assertRefused(fetchClientRegistration(context, broken), "ConfigurationError", code);
    await assertRefused(updateClientRegistration(context, broken, { changes: {} }), "ConfigurationError", code);
    await assertRefused(deleteClientRegistration(context, broken), "ConfigurationError", code);
  }
  assert.equal(sent.length, 0);
});

test("updateClientRegistration: sends everything as last returned, with the changes, less what it must not hold (RFC 7592 §2.2)", async () => {
  const { context, sent } = serverThat(() =>
    Response.json({ ...response, client_name: "New", "client_name#fr": undefined, registration_access_token: "r.2" }),
  );
  const changes = { client_name: "New", "client_name#fr": undefined };
  const updated = await updateClientRegistration(context, registration, { changes });
  const [request] = sent;
  assert.equal(request?.url, uri);
  assert.equal(request.init.method, "PUT");
  assert.equal(new Headers(request.init.headers).get("content-type"), "application/json");
  assert.equal(new Headers(request.init.headers).get("authorization"), "Bearer registration-secret-1");
  assert.deepEqual(JSON.parse(String(request.init.body)), {
    client_id: "client-1",
    client_secret: "client-secret-1",
    redirect_uris: ["https://app.example.com/callback"],
    client_name: "New",
    "x-tier": "gold",
  });
  assert.deepEqual(updated.changed, []);
  assert.deepEqual(updated.rotated, ["registration_access_token"]);
  assert.equal(updated.response.client_name, "New");
});

test("updateClientRegistration: tells what the server did not take over", async () => {
  const { context } = serverThat(() => Response.json(response));
  const { changed } = await updateClientRegistration(context, registration, { changes: { client_name: "New" } });
  assert.deepEqual(changed, [{ member: "client_name", change: "replaced", requested: "New", registered: "App" }]);
});

test("updateClientRegistration: the server's own no surfaces", async () => {
  const { context } = serverThat(() => Response.json({ error: "invalid_client_metadata" }, { status: 400 }));
  await assertRefused(
    updateClientRegistration(context, registration, { changes: {} }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  );
});

test("buildRegistrationUpdateRequest: refuses to delete the redirect URIs of a redirect flow, and members of the server's", () => {
  assert.throws(() => buildRegistrationUpdateRequest(registration, { redirect_uris: undefined }), {
    code: "ERR_VALIDATION_REQUEST",
  });
  for (const member of ["client_id", "client_secret", "registration_access_token", "client_id_issued_at"]) {
    assert.throws(() => buildRegistrationUpdateRequest(registration, { [member]: "x" }), {
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
      parameter: member,
    });
  }
});

test("buildRegistrationUpdateRequest: a public client sends no secret", () => {
  const { client_secret: _secret, ...credentials } = registration.credentials;
  const { client_secret: _same, ...others } = response;
  const { message } = buildRegistrationUpdateRequest({ ...registration, response: others, credentials }, {});
  assert.ok(!("client_secret" in message));
});

test("deleteClientRegistration: deletes with the registration token (RFC 7592 §2.3)", async () => {
  const { context, sent } = serverThat(() => new Response(null, { status: 204 }));
  assert.equal(await deleteClientRegistration(context, registration), undefined);
  assert.equal(sent[0]?.init.method, "DELETE");
  assert.equal(sent[0]?.url, uri);
  assert.equal(new Headers(sent[0]?.init.headers).get("authorization"), "Bearer registration-secret-1");
});

for (const status of [200, 202, 401, 404, 405]) {
  test(`deleteClientRegistration: refuses status ${status}`, async () => {
    const { context } = serverThat(() => new Response("", { status }));
    const error = await assertRefused(
      deleteClientRegistration(context, registration),
      "ResponseError",
      "ERR_RESPONSE_STATUS",
    );
    if (status === 405) assert.match(error.message, /^The server deletes no registrations \(RFC 7592 §2\.3\)/);
  });
}
