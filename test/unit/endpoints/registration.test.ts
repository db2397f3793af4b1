import assert from "node:assert/strict";
import { test } from "node:test";
import type { RegistrationRequest } from "../../../generated/messages/registration-request.ts";
import {
  buildRegistrationRequest,
  fetchRegistration,
  readRegistrationResponse,
} from "../../../src/endpoints/registration.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, contextOf, thrownBy } from "../exchange/answers.ts";

const issuer = "https://id.example.com";
const metadata = {
  issuer,
  response_types_supported: ["code"],
  registration_endpoint: "https://id.example.com/register",
} as const;
const asked = { redirect_uris: ["https://app.example.com/callback"], client_name: "App", scope: "openid profile" };
const answered = {
  client_id: "client-1",
  client_secret: "client-secret-1",
  client_secret_expires_at: 2_000,
  registration_access_token: "registration-secret-1",
  registration_client_uri: "https://id.example.com/register/client-1",
  redirect_uris: ["https://app.example.com/callback"],
  client_name: "App",
  scope: "profile openid",
};

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function serverThat(respond: () => Response) {
  const sent: Sent[] = [];
  const http = createHttp({
    async fetch(url, init) {
      sent.push({ url, init });
      return respond();
    },
  });
  return { sent, context: contextOf({ metadata, http }) };
}

test("fetchRegistration: sends the metadata as JSON, without an Authorization field (RFC 7591 §3.1)", async () => {
  const { sent, context } = serverThat(() => Response.json(answered, { status: 201 }));
  const registration = await fetchRegistration(context, { ...asked, "x-tier": undefined });
  assert.equal(sent.length, 1);
  const [request] = sent;
  assert.equal(request?.url, "https://id.example.com/register");
  assert.equal(request.init.method, "POST");
  assert.equal(
    request.init.body,
    '{"redirect_uris":["https://app.example.com/callback"],"client_name":"App","scope":"openid profile"}',
  );
  const headers = new Headers(request.init.headers);
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("authorization"), null);
  assert.deepEqual(registration, {
    response: answered,
    credentials: {
      client_id: "client-1",
      client_secret: "client-secret-1",
      registration_access_token: "registration-secret-1",
      registration_client_uri: "https://id.example.com/register/client-1",
    },
    secretExpiresAt: 2_000_000,
    changed: [],
  });
  assert.ok(Object.isFrozen(registration) && Object.isFrozen(registration.response));
});

test("fetchRegistration: presents the initial access token, sends the software statement (RFC 7591 §3.1.1)", async () => {
  const { sent, context } = serverThat(() => Response.json(answered, { status: 201 }));
  await fetchRegistration(context, {}, { initialAccessToken: "initial.1", softwareStatement: "e30.e30.c2ln" });
  assert.equal(new Headers(sent[0]?.init.headers).get("authorization"), "Bearer initial.1");
  assert.equal(sent[0]?.init.body, '{"software_statement":"e30.e30.c2ln"}');
});

test("fetchRegistration: sends nothing for an initial access token that cannot travel, or metadata that is wrong", async () => {
  const { sent, context } = serverThat(() => assert.fail("nothing may be sent"));
  const error = await assertRefused(
    fetchRegistration(context, asked, { initialAccessToken: "access-secret 1" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
  assert.match(error.message, /^The initial access token has characters/);
  await assertRefused(fetchRegistration(context, {}), "ValidationError", "ERR_VALIDATION_REQUEST");
  const issued: RegistrationRequest = JSON.parse(
    '{"redirect_uris":["https://a.example"],"client_id":"mine","client_secret":"client-secret-1"}',
  );
  await assertRefused(fetchRegistration(context, issued), "ValidationError", "ERR_VALIDATION_REQUEST");
  await assertRefused(
    fetchRegistration(contextOf({ http: context.http }), asked),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
  assert.equal(sent.length, 0);
});

const changes: readonly [title: string, answer: object, want: readonly object[]][] = [
  [
    "a replaced value",
    { ...answered, scope: "openid" },
    [{ member: "scope", change: "replaced", requested: "openid profile", registered: "openid" }],
  ],
  [
    "a value left out",
    { ...answered, client_name: undefined },
    [{ member: "client_name", change: "omitted", requested: "App", registered: undefined }],
  ],
  [
    "a default of the server",
    { ...answered, grant_types: ["authorization_code"] },
    [{ member: "grant_types", change: "added", requested: undefined, registered: ["authorization_code"] }],
  ],
  [
    "another redirect URI",
    { ...answered, redirect_uris: ["https://evil.example"] },
    [
      {
        member: "redirect_uris",
        change: "replaced",
        requested: ["https://app.example.com/callback"],
        registered: ["https://evil.example"],
      },
    ],
  ],
];
for (const [title, answer, want] of changes) {
  test(`fetchRegistration: tells ${title} (RFC 7591 §3.2.1)`, async () => {
    const { context } = serverThat(() => Response.json(answer, { status: 201 }));
    assert.deepEqual((await fetchRegistration(context, asked)).changed, want);
  });
}

test("fetchRegistration: another order of a set is no change, of an object neither, of a ranking it is", async () => {
  const request = {
    redirect_uris: ["https://app.example.com/a", "https://app.example.com/b"],
    response_types: ["code id_token", "code"],
    grant_types: ["implicit", "authorization_code"],
    default_acr_values: ["gold", "silver"],
    jwks: { keys: [{ kty: "EC", crv: "P-256", x: "AQ", y: "AQ" }] },
  };
  const answer = {
    client_id: "client-1",
    redirect_uris: ["https://app.example.com/b", "https://app.example.com/a"],
    response_types: ["code", "id_token code"],
    grant_types: ["authorization_code", "implicit"],
    default_acr_values: ["silver", "gold"],
    jwks: { keys: [{ y: "AQ", x: "AQ", crv: "P-256", kty: "EC" }] },
  };
  const { context } = serverThat(() => Response.json(answer, { status: 201 }));
  const { changed } = await fetchRegistration(context, request);
  assert.deepEqual(
    changed.map(({ member }) => member),
    ["default_acr_values"],
  );
});

for (const [expiry, want] of [
  [0, undefined],
  [2_000_000_000, 2_000_000_000_000],
  [4_102_444_800, 4_102_444_800_000],
] as const) {
  test(`fetchRegistration: a secret with client_secret_expires_at ${expiry} ends ${want === undefined ? "never" : want}`, async () => {
    const answer = { ...answered, client_secret_expires_at: expiry };
    const { context } = serverThat(() => Response.json(answer, { status: 201 }));
    assert.equal((await fetchRegistration(context, asked)).secretExpiresAt, want);
  });
}

test("fetchRegistration: a client without a secret has none that ends", async () => {
  const { context } = serverThat(() => Response.json({ client_id: "public-1" }, { status: 201 }));
  const { credentials, secretExpiresAt } = await fetchRegistration(context, asked);
  assert.deepEqual(credentials, { client_id: "public-1" });
  assert.equal(secretExpiresAt, undefined);
});

test("readRegistrationResponse: a secret without its end is refused, unless that is tolerated (RFC 7591 §3.2.1)", () => {
  const { client_secret_expires_at: _end, ...answer } = answered;
  assert.throws(() => readRegistrationResponse(contextOf(), answerOf(answer, 201)), {
    code: "ERR_VALIDATION_RESPONSE",
  });
  const context = contextOf({ tolerate: tolerating(["secret-expiry-missing"]) });
  assert.equal(readRegistrationResponse(context, answerOf(answer, 201)).client_id, "client-1");
});

const refusals: readonly [title: string, answer: ReturnType<typeof answerOf>, code: string][] = [
  ["status 200 (RFC 7591 §3.2.1)", answerOf(answered, 200), "ERR_RESPONSE_STATUS"],
  ["status 202", answerOf(answered, 202), "ERR_RESPONSE_STATUS"],
  ["HTML", answerOf("<p>", 201, { "content-type": "text/html" }), "ERR_RESPONSE_CONTENT_TYPE"],
  ["an empty body", answerOf("", 201), "ERR_RESPONSE_NOT_JSON"],
  ["a list", answerOf([answered], 201), "ERR_RESPONSE_NOT_JSON"],
  ["a member twice", answerOf('{"client_id":"a","client_id":"b"}', 201), "ERR_RESPONSE_DUPLICATE_MEMBER"],
  ["no client_id", answerOf({ ...answered, client_id: undefined }, 201), "ERR_VALIDATION_RESPONSE"],
  ["a client_id that is a number", answerOf({ ...answered, client_id: 1 }, 201), "ERR_VALIDATION_RESPONSE"],
  ["a secret that is a number", answerOf({ ...answered, client_secret: 1 }, 201), "ERR_VALIDATION_RESPONSE"],
  ["an end that is text", answerOf({ ...answered, client_secret_expires_at: "0" }, 201), "ERR_VALIDATION_RESPONSE"],
  ["an error on success", answerOf({ ...answered, error: "invalid_redirect_uri" }, 201), "ERR_OAUTH_RESPONSE"],
  ["the server's no", answerOf({ error: "invalid_client_metadata" }, 400), "ERR_OAUTH_RESPONSE"],
  [
    "the server's no to the token",
    answerOf("", 401, { "www-authenticate": 'Bearer error="invalid_token"' }),
    "ERR_OAUTH_CHALLENGE",
  ],
  [
    "a token without a URL to use it at",
    answerOf({ ...answered, registration_client_uri: undefined }, 201),
    "ERR_VALIDATION_RESPONSE",
  ],
];
for (const [title, answer, code] of refusals) {
  test(`readRegistrationResponse: refuses ${title}`, () => {
    assert.throws(() => readRegistrationResponse(contextOf(), answer), { code });
  });
}

for (const uri of [
  "http://id.example.com/register/1",
  "https://user:pass@id.example.com/register/1",
  "https://id.example.com:99999/register/1",
  "/register/1",
  "ftp://id.example.com/1",
]) {
  test(`readRegistrationResponse: refuses the registration_client_uri ${uri} (RFC 7592 §3)`, () => {
    const error = thrownBy(() =>
      readRegistrationResponse(contextOf(), answerOf({ ...answered, registration_client_uri: uri }, 201)),
    );
    assert.match(error.message, /\/registration_client_uri must be a/);
  });
}

test("readRegistrationResponse: http on a loopback host is allowed", () => {
  const answer = { ...answered, registration_client_uri: "http://127.0.0.1:8080/register/1" };
  assert.equal(readRegistrationResponse(contextOf(), answerOf(answer, 201)).client_id, "client-1");
});

test("buildRegistrationRequest: gives what travels", () => {
  assert.deepEqual(buildRegistrationRequest({ metadata }, asked, { initialAccessToken: "t" }), {
    url: "https://id.example.com/register",
    headers: { authorization: "Bearer t" },
    message: asked,
    body: JSON.stringify(asked),
  });
});

test("readRegistrationResponse: a status left undefined is 201 (RFC 7591 §3.2.1)", () => {
  const read = (): unknown => readRegistrationResponse(contextOf(), answerOf(answered, 200), { status: undefined });
  assert.throws(read, { code: "ERR_RESPONSE_STATUS" });
});
