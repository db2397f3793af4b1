import assert from "node:assert/strict";
import { test } from "node:test";
import type { EndSessionRequest } from "../../../generated/messages/end-session-request.ts";
import {
  buildEndSessionForm,
  buildEndSessionUrl,
  type EndSessionTransaction,
  readEndSessionResponse,
} from "../../../src/endpoints/end-session.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { contextOf, thrownBy } from "../exchange/answers.ts";

const issuer = "https://id.example.com";
const uri = "https://app.example.com/signed-out";
const metadata = { issuer, response_types_supported: ["code"], end_session_endpoint: `${issuer}/logout?tenant=7` };
const context = contextOf({ metadata });
const transaction: EndSessionTransaction = {
  issuer,
  clientId: "client-1",
  postLogoutRedirectUri: uri,
  state: "state-1",
  createdAt: 1,
};

test("buildEndSessionUrl: writes the request behind the endpoint's own query (OpenID Connect RP-Initiated Logout §2)", () => {
  const message = {
    id_token_hint: "a.b.c",
    client_id: "client-1",
    post_logout_redirect_uri: uri,
    state: "s",
    logout_hint: "a@example.com",
    ui_locales: "de-AT en",
  };
  assert.equal(
    buildEndSessionUrl(context, message, { extra: { theme: "dark" } }),
    "https://id.example.com/logout?tenant=7&id_token_hint=a.b.c&client_id=client-1" +
      "&post_logout_redirect_uri=https%3A%2F%2Fapp.example.com%2Fsigned-out&state=s" +
      "&logout_hint=a%40example.com&ui_locales=de-AT+en&theme=dark",
  );
  assert.equal(buildEndSessionUrl(context, {}), "https://id.example.com/logout?tenant=7");
});

test("buildEndSessionForm: keeps the hint out of the URL", () => {
  const form = buildEndSessionForm(context, { id_token_hint: "a.b.c", client_id: "client-1" });
  assert.deepEqual(form, {
    url: "https://id.example.com/logout?tenant=7",
    fields: [
      ["id_token_hint", "a.b.c"],
      ["client_id", "client-1"],
    ],
  });
  assert.ok(Object.isFrozen(form) && Object.isFrozen(form.fields));
});

test("buildEndSessionUrl: sends registered redirect URIs only, compared character by character (OpenID Connect RP-Initiated Logout §2)", () => {
  const options = { postLogoutRedirectUris: [uri] };
  const message = { client_id: "client-1", post_logout_redirect_uri: uri };
  assert.match(buildEndSessionUrl(context, message, options), /signed-out$/);
  for (const other of [`${uri}/`, `${uri}?a=1`, uri.toUpperCase(), "https://evil.example/"]) {
    assert.throws(() => buildEndSessionUrl(context, { ...message, post_logout_redirect_uri: other }, options), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "post_logout_redirect_uri",
      message: /is not one of client\.post_logout_redirect_uris/,
    });
  }
  assert.throws(() => buildEndSessionUrl(context, message, { postLogoutRedirectUris: [] }));
});

test("buildEndSessionUrl: a redirect URI needs id_token_hint or client_id (OpenID Connect RP-Initiated Logout §2)", () => {
  assert.throws(() => buildEndSessionUrl(context, { post_logout_redirect_uri: uri }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "post_logout_redirect_uri",
    message: /comes without id_token_hint and client_id/,
  });
  assert.match(buildEndSessionUrl(context, { post_logout_redirect_uri: uri, id_token_hint: "a.b.c" }), /hint=a\.b\.c/);
});

for (const [title, message, options, code] of [
  ["another client's client_id", { client_id: "client-2" }, {}, "ERR_CONFIGURATION_OPTION"],
  ["an empty hint", { id_token_hint: "" }, {}, "ERR_VALIDATION_REQUEST"],
  ["a relative redirect URI", { client_id: "client-1", post_logout_redirect_uri: "/x" }, {}, "ERR_VALIDATION_REQUEST"],
  ["a member that does not exist", { id_token: "a.b.c" }, {}, "ERR_VALIDATION_REQUEST"],
  ["a member among the extra parameters", {}, { extra: { state: "s" } }, "ERR_CONFIGURATION_PARAMETER_RESERVED"],
  ["client_id among the extra parameters", {}, { extra: { client_id: "c" } }, "ERR_CONFIGURATION_PARAMETER_RESERVED"],
] as const) {
  test(`buildEndSessionUrl: refuses ${title}`, () => {
    assert.throws(() => buildEndSessionUrl(context, message as EndSessionRequest, options), { code });
  });
}

test("buildEndSessionUrl: says so when the provider has no end session endpoint, or one in the open", () => {
  assert.throws(() => buildEndSessionUrl(contextOf(), {}), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "end_session_endpoint",
    message: /has no end_session_endpoint/,
  });
  const insecure = contextOf({ metadata: { ...metadata, end_session_endpoint: "http://id.example.com/logout" } });
  assert.throws(() => buildEndSessionUrl(insecure, {}), { code: "ERR_CONFIGURATION_INSECURE_URL" });
});

test("readEndSessionResponse: gives the response of this logout, frozen, and reports it", () => {
  const events: ExchangeEvent[] = [];
  const told = contextOf({ metadata, onEvent: (event) => events.push(event) });
  const response = readEndSessionResponse(told, new URLSearchParams("state=state-1&x=1"), transaction);
  assert.deepEqual(response, { state: "state-1", x: "1" });
  assert.ok(Object.isFrozen(response));
  assert.deepEqual(events, [
    {
      type: "exchange",
      request: "EndSessionRequest",
      message: "EndSessionResponse",
      documents: ["OpenID Connect RP-Initiated Logout"],
      endpoint: "post_logout_redirect_uri https://app.example.com/signed-out",
      status: undefined,
      durationMs: undefined,
    },
  ]);
});

for (const [title, query, code] of [
  ["another state", "state=state-2", "ERR_VERIFICATION_STATE"],
  ["a state that only begins like it", "state=state-11", "ERR_VERIFICATION_STATE"],
  ["no state", "", "ERR_VERIFICATION_STATE"],
  ["an empty state", "state=", "ERR_VERIFICATION_STATE"],
  ["two states", "state=state-1&state=state-1", "ERR_VERIFICATION_PARAMETER_REPEATED"],
] as const) {
  test(`readEndSessionResponse: refuses ${title} (OpenID Connect RP-Initiated Logout §2)`, () => {
    const error = thrownBy(() => readEndSessionResponse(context, new URLSearchParams(query), transaction));
    assert.equal("code" in error && error.code, code);
    assert.doesNotMatch(error.message, /state-\d/);
  });
}

for (const [title, change, code, parameter] of [
  ["of another provider", { issuer: "https://other.example" }, "ERR_VERIFICATION_TRANSACTION", "issuer"],
  ["of another client", { clientId: "client-2" }, "ERR_VERIFICATION_TRANSACTION", "clientId"],
  ["that lost its state", { state: undefined }, "ERR_CONFIGURATION_OPTION", "transaction"],
  ["with an empty state", { state: "" }, "ERR_CONFIGURATION_OPTION", "transaction"],
  ["without a way back", { postLogoutRedirectUri: undefined }, "ERR_CONFIGURATION_OPTION", "transaction"],
  ["that lost its issuer", { issuer: undefined }, "ERR_CONFIGURATION_OPTION", "transaction"],
  ["that lost its client", { clientId: undefined }, "ERR_CONFIGURATION_OPTION", "transaction"],
] as const) {
  test(`readEndSessionResponse: refuses a transaction ${title}`, () => {
    const changed = { ...transaction, ...change } as unknown as EndSessionTransaction;
    assert.throws(() => readEndSessionResponse(context, new URLSearchParams("state=state-1"), changed), {
      code,
      parameter,
    });
  });
}

for (const given of [null, undefined, "transaction"]) {
  test(`readEndSessionResponse: refuses ${given} in place of a transaction`, () => {
    const wrong = given as unknown as EndSessionTransaction;
    assert.throws(() => readEndSessionResponse(context, new URLSearchParams("state=state-1"), wrong), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "transaction",
    });
  });
}
