import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { buildAuthorizationForm, buildAuthorizationUrl } from "../../../src/endpoints/authorization.ts";
import { contextOf } from "../exchange/answers.ts";

const request = {
  response_type: "code",
  client_id: "client-1",
  redirect_uri: "https://a/cb",
  scope: "openid profile",
  max_age: 0,
  claims: { id_token: { acr: { essential: true } } },
} as const;

test("buildAuthorizationUrl: puts the message into the query (RFC 6749 §4.1.1)", () => {
  assert.equal(
    buildAuthorizationUrl(contextOf(), request),
    "https://id.example.com/authorize?response_type=code&client_id=client-1&redirect_uri=https%3A%2F%2Fa%2Fcb&scope=openid+profile&max_age=0&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%7D%7D%7D",
  );
});

test("buildAuthorizationUrl: keeps the query of the endpoint (RFC 6749 §3.1)", () => {
  const metadata = {
    issuer: "https://a",
    response_types_supported: ["code"],
    authorization_endpoint: "https://a/authorize?tenant=x%20y",
  };
  const url = buildAuthorizationUrl(
    contextOf({ metadata }),
    { response_type: "code", client_id: "c" },
    { extra: { hd: "e" } },
  );
  assert.equal(url, "https://a/authorize?tenant=x%20y&response_type=code&client_id=c&hd=e");
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a redirect_uri with a fragment", { ...request, redirect_uri: "https://a/cb#x" }, "ERR_VALIDATION_REQUEST"],
  ["prompt none beside login", { ...request, prompt: "none login" }, "ERR_VALIDATION_REQUEST"],
  ["a max_age below zero", { ...request, max_age: -1 }, "ERR_VALIDATION_REQUEST"],
  ["a typo", { ...request, promt: "login" }, "ERR_VALIDATION_REQUEST"],
  [
    "openid without a redirect_uri",
    { response_type: "code", client_id: "c", scope: "openid" },
    "ERR_VALIDATION_REQUEST",
  ],
];

for (const [title, message, code] of refused) {
  test(`buildAuthorizationUrl: refuses ${title}`, () => {
    const broken: AuthorizationRequest = JSON.parse(JSON.stringify(message));
    assert.throws(() => buildAuthorizationUrl(contextOf(), broken), { code });
  });
}

test("buildAuthorizationUrl: refuses a reserved extra parameter, and needs an endpoint", () => {
  assert.throws(() => buildAuthorizationUrl(contextOf(), request, { extra: { state: "x" } }), {
    code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
  });
  const metadata = { issuer: "https://a", response_types_supported: ["code"] };
  assert.throws(() => buildAuthorizationUrl(contextOf({ metadata }), request), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "authorization_endpoint",
  });
});

const places: readonly (readonly [authorization_endpoint: string, secure: boolean])[] = [
  ["https://id.example.com/authorize", true],
  ["http://127.0.0.1:3000/authorize", true],
  ["http://localhost/authorize", true],
  ["http://[::1]/authorize", true],
  ["http://id.example.com/authorize", false],
  ["http://localhost.evil.example/authorize", false],
  ["http://127.0.0.1.evil.example/authorize", false],
  ["javascript:alert(document.domain)//", false],
  ["javascript://localhost/%0aalert(1)", false],
  ["data:text/html,<script>alert(1)</script>", false],
  ["ftp://localhost/authorize", false],
  ["/authorize", false],
  ["", false],
];

for (const [authorization_endpoint, secure] of places) {
  test(`buildAuthorizationUrl: ${secure ? "sends" : "does not send"} a browser to ${JSON.stringify(authorization_endpoint)} (RFC 6749 §3.1)`, () => {
    const metadata = { issuer: "https://a", response_types_supported: ["code"], authorization_endpoint };
    const build = (): string => buildAuthorizationUrl(contextOf({ metadata }), request);
    if (secure) assert.ok(build().startsWith(`${authorization_endpoint}?response_type=code&client_id=client-1&`));
    else
      assert.throws(build, {
        name: "ConfigurationError",
        code: "ERR_CONFIGURATION_INSECURE_URL",
        parameter: "authorization_endpoint",
      });
  });
}

test("buildAuthorizationForm: gives the endpoint and the fields as they are, unencoded (OpenID Connect Core §3.1.2.1)", () => {
  const form = buildAuthorizationForm(contextOf(), request, { extra: { hd: "e&x" } });
  assert.equal(form.url, "https://id.example.com/authorize");
  assert.deepEqual(form.fields, [
    ["response_type", "code"],
    ["client_id", "client-1"],
    ["redirect_uri", "https://a/cb"],
    ["scope", "openid profile"],
    ["max_age", "0"],
    ["claims", '{"id_token":{"acr":{"essential":true}}}'],
    ["hd", "e&x"],
  ]);
  assert.ok(Object.isFrozen(form) && Object.isFrozen(form.fields));
});

test("buildAuthorizationForm: refuses a request that breaks its specification", () => {
  assert.throws(() => buildAuthorizationForm(contextOf(), { ...request, redirect_uri: "https://a/cb#x" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
});
