import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic } from "../../../src/client-auth/client-secret-basic.ts";
import { clientSecretPost } from "../../../src/client-auth/client-secret-post.ts";
import {
  buildPushedAuthorizationRequest,
  fetchPushedAuthorization,
  readPushedAuthorizationResponse,
} from "../../../src/endpoints/pushed-authorization.ts";
import type { ExchangeContext } from "../../../src/exchange/context.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { answerOf, contextOf, thrownBy } from "../exchange/answers.ts";

const metadata = {
  issuer: "https://id.example.com",
  response_types_supported: ["code"],
  authorization_endpoint: "https://id.example.com/authorize",
  pushed_authorization_request_endpoint: "https://id.example.com/par",
};
const message = { client_id: "client-1", response_type: "code", redirect_uri: "https://app.example.com/cb" };
const good = { request_uri: "urn:ietf:params:oauth:request_uri:abc", expires_in: 60 };

function contextWith(options: Partial<ExchangeContextOptions> = {}): ExchangeContext {
  return contextOf({ metadata, ...options });
}

test("buildPushedAuthorizationRequest: client_id is in the form, also beside client_secret_basic (RFC 9126 §2.1)", async () => {
  const { url, headers, body } = await buildPushedAuthorizationRequest(contextWith({ auth: clientSecretBasic("s") }), {
    ...message,
    max_age: 5,
    resource: ["https://a", "https://b"],
    claims: { userinfo: { email: null } },
  });
  assert.equal(url, "https://id.example.com/par");
  assert.deepEqual(headers, { authorization: `Basic ${btoa("client-1:s")}` });
  const form = new URLSearchParams(body);
  assert.deepEqual(form.getAll("client_id"), ["client-1"]);
  assert.equal(form.get("max_age"), "5");
  assert.deepEqual(form.getAll("resource"), ["https://a", "https://b"]);
  assert.equal(form.get("claims"), '{"userinfo":{"email":null}}');
});

test("buildPushedAuthorizationRequest: beside a request object stand client_id and authentication alone (RFC 9126 §3)", async () => {
  const context = contextWith({ auth: clientSecretPost("s") });
  const { body } = await buildPushedAuthorizationRequest(context, { client_id: "client-1", request: "eyJh.e30.AA" });
  assert.deepEqual([...new URLSearchParams(body).keys()].sort(), ["client_id", "client_secret", "request"]);
  await assert.rejects(buildPushedAuthorizationRequest(context, { ...message, request: "eyJh.e30.AA" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
});

test("buildPushedAuthorizationRequest: a request_uri is not pushed (RFC 9126 §2.1)", async () => {
  const forced: typeof message = JSON.parse(JSON.stringify({ ...message, request_uri: "urn:example:other" }));
  await assert.rejects(buildPushedAuthorizationRequest(contextWith(), forced), { code: "ERR_VALIDATION_REQUEST" });
  for (const name of ["request_uri", "scope", "client_secret"])
    await assert.rejects(buildPushedAuthorizationRequest(contextWith(), message, { extra: { [name]: "x" } }), {
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
      parameter: name,
    });
});

test("buildPushedAuthorizationRequest: a server without the endpoint is named", async () => {
  await assert.rejects(buildPushedAuthorizationRequest(contextOf(), message), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "pushed_authorization_request_endpoint",
  });
});

test("readPushedAuthorizationResponse: gives the response, frozen, with what the server added", () => {
  const response = readPushedAuthorizationResponse(contextWith(), answerOf({ ...good, more: 1 }, 201));
  assert.deepEqual(response, { ...good, more: 1 });
  assert.ok(Object.isFrozen(response));
});

const refused: readonly (readonly [title: string, body: unknown, status: number, code: string])[] = [
  ["status 200 (RFC 9126 §2.2)", good, 200, "ERR_RESPONSE_STATUS"],
  ["status 204 without a body", "", 204, "ERR_RESPONSE_STATUS"],
  ["an error (RFC 9126 §2.3)", { error: "invalid_request" }, 400, "ERR_OAUTH_RESPONSE"],
  ["an error of the authorization endpoint", { error: "unsupported_response_type" }, 400, "ERR_OAUTH_RESPONSE"],
  ["an error on 201", { error: "invalid_request" }, 201, "ERR_OAUTH_RESPONSE"],
  ["an error on 413", { error: "invalid_request" }, 413, "ERR_OAUTH_RESPONSE"],
  ["an empty body", "", 201, "ERR_RESPONSE_NOT_JSON"],
  ["a list", [good], 201, "ERR_RESPONSE_NOT_JSON"],
  [
    "a member twice",
    '{"request_uri":"urn:a:b","request_uri":"urn:a:c","expires_in":60}',
    201,
    "ERR_RESPONSE_DUPLICATE_MEMBER",
  ],
  ["no request_uri", { expires_in: 60 }, 201, "ERR_VALIDATION_RESPONSE"],
  ["an empty request_uri", { ...good, request_uri: "" }, 201, "ERR_VALIDATION_RESPONSE"],
  ["a request_uri that is no URI", { ...good, request_uri: "abc def" }, 201, "ERR_VALIDATION_RESPONSE"],
  ["no expires_in", { request_uri: good.request_uri }, 201, "ERR_VALIDATION_RESPONSE"],
  ["expires_in as text", { ...good, expires_in: "60" }, 201, "ERR_VALIDATION_RESPONSE"],
  ["expires_in 0", { ...good, expires_in: 0 }, 201, "ERR_VALIDATION_RESPONSE"],
];

for (const [title, body, status, code] of refused) {
  test(`readPushedAuthorizationResponse: refuses ${title}`, () => {
    const error = thrownBy(() => readPushedAuthorizationResponse(contextWith(), answerOf(body, status)));
    assert.equal("code" in error ? error.code : error.message, code);
  });
}

test("readPushedAuthorizationResponse: refuses a page, and an answer of another media type", () => {
  const html = answerOf("<html></html>", 201, { "content-type": "text/html" });
  const typed = answerOf(good, 201, { "content-type": "text/plain" });
  for (const answer of [html, typed])
    assert.throws(() => readPushedAuthorizationResponse(contextWith(), answer), { code: "ERR_RESPONSE_CONTENT_TYPE" });
});

test("fetchPushedAuthorization: posts the form once and reports the exchange", async () => {
  const sent: (readonly [string, RequestInit])[] = [];
  const events: ExchangeEvent[] = [];
  const http = createHttp({
    fetch: async (url, init) => {
      sent.push([url, init]);
      return Response.json(good, { status: 201 });
    },
  });
  const context = contextWith({ http, onEvent: (event) => events.push(event) });
  assert.deepEqual(await fetchPushedAuthorization(context, message, { extra: { tenant: "t" } }), good);
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.[0], "https://id.example.com/par");
  assert.equal(sent[0]?.[1].method, "POST");
  const form = new URLSearchParams(String(sent[0]?.[1].body));
  assert.deepEqual(Object.fromEntries(form), { ...message, tenant: "t" });
  const [event] = events;
  assert.ok(event?.type === "exchange");
  assert.deepEqual([event.request, event.message], ["PushedAuthorizationRequest", "PushedAuthorizationResponse"]);
});
