import assert from "node:assert/strict";
import { test } from "node:test";
import { readAuthorizationResponse, requireChecked } from "../../../src/endpoints/authorization-response.ts";
import { isOAuthError } from "../../../src/errors/oauth-error.ts";
import { isValidationError } from "../../../src/errors/validation-error.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { contextOf, thrownBy } from "../exchange/answers.ts";

const transaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback?tab=1",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v".repeat(43),
  createdAt: 0,
};

function read(query: string, changes: Partial<typeof transaction> = {}): Readonly<Record<string, unknown>> {
  return readAuthorizationResponse(contextOf(), new URLSearchParams(query), { ...transaction, ...changes });
}

test("readAuthorizationResponse: gives the response, frozen, unknown parameters included", () => {
  const response = read("code=c&state=state-1&session_state=s&hint=h&empty=");
  assert.deepEqual(response, { code: "c", state: "state-1", session_state: "s", hint: "h" });
  assert.ok(Object.isFrozen(response));
  assert.deepEqual(JSON.parse(JSON.stringify(response)), response);
});

test("readAuthorizationResponse: tells of the message", () => {
  const events: ExchangeEvent[] = [];
  const context = contextOf({ onEvent: (event) => events.push(event) });
  readAuthorizationResponse(context, new URLSearchParams("code=c&state=state-1"), transaction);
  const [event] = events;
  assert.ok(event?.type === "exchange");
  assert.deepEqual(
    [event.request, event.message, event.endpoint, event.status, event.durationMs],
    [
      "AuthorizationRequest",
      "AuthorizationResponse",
      "redirect_uri https://app.example.com/callback",
      undefined,
      undefined,
    ],
  );
});

for (const [changes, parameter, message] of [
  [{ issuer: "https://other" }, "issuer", /another issuer than/],
  [{ clientId: "client-2" }, "clientId", /another clientId than/],
  [{ issuer: "https://other", clientId: "client-2" }, "issuer", /another issuer and clientId than/],
] as const) {
  test(`readAuthorizationResponse: refuses a transaction of another ${Object.keys(changes).join(" and ")} (RFC 9700 §4.4)`, () => {
    assert.throws(() => read("code=c&state=state-1", changes), {
      code: "ERR_VERIFICATION_TRANSACTION",
      parameter,
      message,
    });
  });
}

test("readAuthorizationResponse: says whether the state is missing or another (RFC 6749 §10.12)", () => {
  assert.match(thrownBy(() => read("code=c")).message, /has no state/);
  assert.match(thrownBy(() => read("code=c&state=x")).message, /is not the one that was sent/);
});

test("readAuthorizationResponse: names both issuers", () => {
  assert.throws(() => read("code=c&state=state-1&iss=https%3A%2F%2Fevil.example"), {
    code: "ERR_VERIFICATION_ISSUER",
    parameter: "iss",
    message: /has iss "https:\/\/evil\.example"; expected "https:\/\/id\.example\.com" \(RFC 9207 §2\.4\)/,
  });
});

test("readAuthorizationResponse: gives the error whole, with its deviations", () => {
  const query = new URLSearchParams({
    error: "access_denied",
    error_description: 'Nöt "today"',
    error_uri: "https://id.example.com/why",
    state: "state-1",
    trace: "t",
  });
  const error = thrownBy(() => read(query.toString()));
  assert.ok(isOAuthError(error));
  assert.equal(error.code, "ERR_OAUTH_AUTHORIZATION");
  assert.equal(error.status, undefined);
  assert.deepEqual(error.body, Object.fromEntries(query));
  assert.deepEqual(
    error.deviations.map(({ pointer, keyword }) => `${pointer} ${keyword}`),
    ["/error_description format"],
  );
  const plain = thrownBy(() => read("error=login_required&state=state-1"));
  assert.ok(isOAuthError(plain));
  assert.deepEqual([plain.error, plain.deviations], ["login_required", []]);
});

const broken: readonly (readonly [query: string, issues: readonly string[]])[] = [
  ["state=state-1", [" rule", "/code required"]],
  ["state=state-1&id_token=a.b.c", ["/code required", "/id_token forbidden"]],
  [
    "state=state-1&code=c&access_token=a&token_type=bearer&expires_in=soon",
    ["/expires_in type", "/access_token forbidden"],
  ],
  ["state=state-1&code=c&access_token=a", [" rule", "/access_token forbidden"]],
  ["state=state-1&code=c&refresh_token=r", ["/refresh_token forbidden"]],
  ["state=state-1&code=c&response=a.b.c", ["/response forbidden"]],
];

for (const [query, issues] of broken) {
  test(`readAuthorizationResponse: refuses ${query} with all its problems`, () => {
    const error = thrownBy(() => read(query));
    assert.ok(isValidationError(error));
    assert.equal(error.code, "ERR_VALIDATION_RESPONSE");
    assert.deepEqual(
      error.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`),
      issues,
    );
  });
}

test("requireChecked: knows responses that were checked against the very transaction", () => {
  const checked = readAuthorizationResponse(contextOf(), new URLSearchParams("code=c&state=state-1"), transaction);
  requireChecked(contextOf(), checked, transaction);
  for (const [response, other, parameter] of [
    [{ code: "c" }, transaction, "authorization"],
    [{ ...checked }, transaction, "authorization"],
    [checked, { ...transaction, state: "state-2" }, "authorization"],
    [{ code: "c" }, { ...transaction, state: JSON.parse('{"a":1}').b }, "transaction"],
  ] as const)
    assert.throws(() => requireChecked(contextOf(), response, other), { code: "ERR_CONFIGURATION_OPTION", parameter });
});

test("requireChecked: knows whose the transaction is, whoever checked the response (RFC 9700 §4.4)", () => {
  const checked = readAuthorizationResponse(contextOf(), new URLSearchParams("code=c&state=state-1"), transaction);
  const { metadata } = contextOf();
  for (const [context, parameter] of [
    [contextOf({ metadata: { ...metadata, issuer: "https://other.example" } }), "issuer"],
    [contextOf({ clientId: "client-2" }), "clientId"],
  ] as const)
    assert.throws(() => requireChecked(context, checked, transaction), {
      code: "ERR_VERIFICATION_TRANSACTION",
      parameter,
      endpoint: "token_endpoint",
    });
});

test("readAuthorizationResponse: refuses a transaction that lost its nonce, before it reads anything", () => {
  const { nonce: _lost, ...rest } = transaction;
  const parameters = new URLSearchParams("code=c&state=state-1");
  assert.throws(() => readAuthorizationResponse(contextOf(), parameters, rest), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "transaction",
    message: /: nonce is missing or of another type/,
  });
  readAuthorizationResponse(contextOf(), parameters, { ...rest, scope: "email" });
});
