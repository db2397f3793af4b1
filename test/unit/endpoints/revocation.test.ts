import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRevocationRequest, fetchRevocation, readRevocationResponse } from "../../../src/endpoints/revocation.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { answerOf, contextOf, untyped } from "../exchange/answers.ts";
import { jwtContext, network } from "./jwt-answers.ts";

test("buildRevocationRequest: sends token and hint with the client's identifier (RFC 7009 §2.1)", async () => {
  const { url, headers, body } = await buildRevocationRequest(
    jwtContext(),
    { token: "a+b", token_type_hint: "refresh_token" },
    { extra: { tenant: "7" } },
  );
  assert.equal(url, "https://id.example.com/revoke");
  assert.deepEqual(headers, {});
  assert.equal(body, "token=a%2Bb&token_type_hint=refresh_token&tenant=7&client_id=client-1");
});

test("buildRevocationRequest: refuses what cannot be sent", async () => {
  await assert.rejects(buildRevocationRequest(contextOf(), { token: "a" }), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "revocation_endpoint",
  });
  for (const message of [{ token: "" }, { token: "a\n" }, { token: "a", token_type_hint: "" }])
    await assert.rejects(buildRevocationRequest(jwtContext(), message), { code: "ERR_VALIDATION_REQUEST" });
  for (const name of ["token", "token_type_hint", "client_id", "client_secret", "client_assertion"])
    await assert.rejects(buildRevocationRequest(jwtContext(), { token: "a" }, { extra: { [name]: "x" } }), {
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
      parameter: name,
    });
});

test("readRevocationResponse: takes 200 with any body for done (RFC 7009 §2.2)", () => {
  for (const answer of [untyped(""), answerOf({}), untyped("<html>"), answerOf({ error: "invalid_token" })])
    assert.equal(readRevocationResponse(contextOf(), answer), undefined);
});

for (const [title, answer, name, code] of [
  ["an error of the protocol", answerOf({ error: "unsupported_token_type" }, 400), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["a client that is not known", answerOf({ error: "invalid_client" }, 401), "OAuthError", "ERR_OAUTH_RESPONSE"],
  [
    "an unknown token that the server calls an error",
    answerOf({ error: "invalid_token" }, 400),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  ["an empty 400", untyped("", 400), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["204", untyped("", 204), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["a page with 404", untyped("<html>", 404), "ResponseError", "ERR_RESPONSE_STATUS"],
] as const) {
  test(`readRevocationResponse: refuses ${title}`, () => {
    assert.throws(() => readRevocationResponse(contextOf(), answer), { name, code });
  });
}

test("readRevocationResponse: says when to try again after 503, with and without an error (RFC 7009 §2.2.1)", () => {
  const headers = { "retry-after": "120" };
  assert.throws(() => readRevocationResponse(contextOf(), answerOf("busy", 503, headers)), {
    name: "ResponseError",
    status: 503,
    retryAfterSeconds: 120,
  });
  assert.throws(
    () => readRevocationResponse(contextOf(), answerOf({ error: "temporarily_unavailable" }, 503, headers)),
    {
      name: "OAuthError",
      status: 503,
      retryAfterSeconds: 120,
    },
  );
  assert.throws(() => readRevocationResponse(contextOf(), untyped("", 503)), { retryAfterSeconds: undefined });
});

test("readRevocationResponse: takes invalid_token for done only under its tolerance, and says so", () => {
  const events: unknown[] = [];
  const context = contextOf({
    tolerate: tolerating(["revocation-invalid-token"]),
    onEvent: (event) => events.push(event),
  });
  readRevocationResponse(context, answerOf({ error: "invalid_token" }, 400));
  assert.deepEqual(events, [
    {
      type: "tolerated",
      message: "RevocationRequest",
      endpoint: "token_endpoint https://id.example.com/token",
      deviation: { tolerance: "revocation-invalid-token", deviation: "D24", pointer: "" },
    },
  ]);
  for (const [error, status] of [
    ["invalid_client", 401],
    ["invalid_request", 400],
    ["invalid_token", 401],
  ] as const)
    assert.throws(() => readRevocationResponse(context, answerOf({ error }, status)), { error });
  assert.throws(() => readRevocationResponse(context, untyped("", 503)), { name: "ResponseError" });
  assert.equal(events.length, 1);
});

test("fetchRevocation: posts once and tells nothing", async () => {
  const { http, sent } = network(() => new Response("anything"));
  assert.equal(await fetchRevocation(jwtContext({ http }), { token: "t" }), undefined);
  const [request] = sent;
  assert.deepEqual(
    [sent.length, request?.url, request?.method, request?.body],
    [1, "https://id.example.com/revoke", "POST", "token=t&client_id=client-1"],
  );
});
