import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic } from "../../../src/client-auth/client-secret-basic.ts";
import { clientSecretPost } from "../../../src/client-auth/client-secret-post.ts";
import {
  buildTokenRequest,
  fetchToken,
  readTokenResponse,
  type SentTokenRequest,
} from "../../../src/endpoints/token.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { answerOf, contextOf, thrownBy } from "../exchange/answers.ts";

const code = { grant_type: "authorization_code", code: "code-secret-1", redirect_uri: "https://a/cb" } as const;
const tokens = { access_token: "a", token_type: "Bearer" };

test("buildTokenRequest: a public client names itself in the form (RFC 6749 §3.2.1)", async () => {
  assert.deepEqual(await buildTokenRequest(contextOf(), { ...code, code_verifier: "v".repeat(43) }), {
    url: "https://id.example.com/token",
    headers: {},
    body: `grant_type=authorization_code&code=code-secret-1&redirect_uri=https%3A%2F%2Fa%2Fcb&code_verifier=${"v".repeat(43)}&client_id=client-1`,
  });
});

test("buildTokenRequest: client_secret_basic goes into the header alone (RFC 6749 §2.3.1)", async () => {
  const { headers, body } = await buildTokenRequest(contextOf({ auth: clientSecretBasic("s") }), {
    grant_type: "client_credentials",
    scope: "a b",
  });
  assert.deepEqual(headers, { authorization: `Basic ${btoa("client-1:s")}` });
  assert.equal(body, "grant_type=client_credentials&scope=a+b");
});

test("buildTokenRequest: client_secret_post stands in the form once, also where the message names the client", async () => {
  const request = await buildTokenRequest(contextOf({ auth: clientSecretPost("s") }), {
    ...code,
    client_id: "client-of-the-caller",
  });
  const form = new URLSearchParams(request.body);
  assert.deepEqual(form.getAll("client_id"), ["client-1"]);
  assert.deepEqual(form.getAll("client_secret"), ["s"]);
});

test("buildTokenRequest: keeps extra parameters, also those called like a member of every object", async () => {
  const extra = { toString: "x", constructor: "y", tenant: ["a", "b"] };
  const { body } = await buildTokenRequest(contextOf(), code, { extra });
  assert.ok(body.includes("&toString=x&constructor=y&tenant=a&tenant=b&client_id=client-1"), body);
});

test("buildTokenRequest: resource is repeated, authorization_details are JSON", async () => {
  const { body } = await buildTokenRequest(contextOf(), {
    ...code,
    resource: ["https://a", "https://b"],
    authorization_details: [{ type: "t" }],
  });
  const form = new URLSearchParams(body);
  assert.deepEqual(form.getAll("resource"), ["https://a", "https://b"]);
  assert.equal(form.get("authorization_details"), '[{"type":"t"}]');
});

test("buildTokenRequest: asks the authentication anew for each request, with what it needs", async () => {
  const asked: unknown[] = [];
  const auth = {
    method: "private_key_jwt",
    async authenticate(about: {
      readonly clientId: string;
      readonly issuer: string;
      readonly tokenEndpoint?: string | undefined;
    }) {
      asked.push([about.clientId, about.issuer, about.tokenEndpoint]);
      return { headers: { "x-count": String(asked.length) }, body: {} };
    },
  };
  const context = contextOf({ auth });
  await buildTokenRequest(context, code);
  const { headers } = await buildTokenRequest(context, code);
  assert.deepEqual(headers, { "x-count": "2" });
  assert.deepEqual(asked[1], ["client-1", "https://id.example.com", "https://id.example.com/token"]);
});

const refused: readonly (readonly [title: string, message: unknown, extra: Record<string, string>, code: string])[] = [
  ["a grant type of no schema", { grant_type: "password" }, {}, "ERR_CONFIGURATION_OPTION"],
  ["a grant type called like a member of every object", { grant_type: "constructor" }, {}, "ERR_CONFIGURATION_OPTION"],
  ["a grant type that is missing", {}, {}, "ERR_CONFIGURATION_OPTION"],
  ["a message without a code", { grant_type: "authorization_code" }, {}, "ERR_VALIDATION_REQUEST"],
  ["a typo", { ...code, redirect_url: "https://a" }, {}, "ERR_VALIDATION_REQUEST"],
  ["a reserved extra parameter", code, { client_assertion: "x" }, "ERR_CONFIGURATION_PARAMETER_RESERVED"],
];

for (const [title, message, extra, expected] of refused) {
  test(`buildTokenRequest: refuses ${title}`, async () => {
    const request: SentTokenRequest = JSON.parse(JSON.stringify(message));
    await assert.rejects(buildTokenRequest(contextOf(), request, { extra }), { code: expected });
  });
}

test("buildTokenRequest: needs a token endpoint", async () => {
  const metadata = { issuer: "https://a", response_types_supported: ["code"] };
  await assert.rejects(buildTokenRequest(contextOf({ metadata }), code), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
});

for (const token_type of ["Bearer", "bearer", "BEARER"]) {
  test(`readTokenResponse: understands ${token_type} (RFC 6749 §5.1)`, () => {
    assert.deepEqual(readTokenResponse(contextOf(), answerOf({ ...tokens, token_type })), { ...tokens, token_type });
  });
}

for (const token_type of ["DPoP", "N_A", "mac", "bearer_token", "urn:x:y", "x".repeat(9000)]) {
  test(`readTokenResponse: refuses the token type ${token_type.slice(0, 20)} (RFC 6749 §7.1)`, () => {
    const error = thrownBy(() => readTokenResponse(contextOf(), answerOf({ ...tokens, token_type })));
    assert.ok("code" in error && error.code === "ERR_VERIFICATION_TOKEN_TYPE");
    assert.match(error.message, /is not one that this client understands \(bearer\) \(RFC 6749 §7\.1\)/);
    assert.ok(error.message.length < 500);
  });
}

test("readTokenResponse: D03 takes an alias for Bearer where it is tolerated, never DPoP", () => {
  const context = contextOf({ tolerate: tolerating(["token-type-alias", "token-type-missing"]) });
  assert.equal(readTokenResponse(context, answerOf({ ...tokens, token_type: "bot" })).token_type, "Bearer");
  assert.equal(readTokenResponse(context, answerOf({ access_token: "a" })).token_type, "Bearer");
  const error = thrownBy(() => readTokenResponse(context, answerOf({ ...tokens, token_type: "DPoP" })));
  assert.ok("code" in error && error.code === "ERR_VERIFICATION_TOKEN_TYPE");
});

test("fetchToken: posts the form once, and tells how long it took", async () => {
  const events: ExchangeEvent[] = [];
  const sent: RequestInit[] = [];
  let now = 0;
  const http = createHttp({
    async fetch(_url, init) {
      sent.push(init);
      now += 250;
      return Response.json(tokens);
    },
  });
  const context = contextOf({ http, clock: () => now, onEvent: (event) => events.push(event) });
  assert.deepEqual(await fetchToken(context, { grant_type: "client_credentials" }), tokens);
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.method, "POST");
  assert.equal(sent[0]?.body, "grant_type=client_credentials&client_id=client-1");
  const headers = new Headers(sent[0]?.headers);
  assert.equal(headers.get("content-type"), "application/x-www-form-urlencoded");
  assert.equal(headers.get("accept"), "application/json");
  const [event] = events;
  assert.ok(event?.type === "exchange");
  assert.deepEqual(
    [event.request, event.message, event.durationMs],
    ["TokenRequestClientCredentials", "TokenResponse", 250],
  );
});

for (const status of [500, 503, 429, 400]) {
  test(`fetchToken: repeats nothing after status ${status}`, async () => {
    let count = 0;
    const http = createHttp({
      async fetch() {
        count += 1;
        return new Response("", { status });
      },
    });
    await assert.rejects(fetchToken(contextOf({ http }), code), { code: "ERR_RESPONSE_STATUS" });
    assert.equal(count, 1);
  });
}

test("fetchToken: the caller's signal ends the call", async () => {
  const http = createHttp({ fetch: () => new Promise(() => undefined) });
  const signal = AbortSignal.abort();
  await assert.rejects(fetchToken(contextOf({ http }), code, { signal }), { code: "ERR_TRANSPORT_ABORTED" });
});
