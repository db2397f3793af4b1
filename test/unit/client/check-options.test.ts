import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient } from "../../../src/client/create-client.ts";
import type { ClientOptions } from "../../../src/client/options.ts";

const good = { issuer: "https://id.example.com", client: { client_id: "web" } };

/** As a caller without types would pass it. */
function untyped(options: unknown): ClientOptions {
  return JSON.parse(JSON.stringify({ options })).options;
}

test("createClient: takes a whole registration, members it does not use included (RFC 7591 §2)", () => {
  const client = {
    ...good.client,
    grant_types: ["authorization_code"],
    client_name: "Web",
    client_secret_expires_at: 0,
  };
  createClient({ ...good, client });
  createClient({
    ...good,
    client: { ...good.client, require_pushed_authorization_requests: true, request_object_signing_alg: "ES256" },
    requestObject: { key: { kty: "EC" }, lifetimeSeconds: 60 },
    pushedAuthorizationRequests: "always",
  });
  createClient({ ...good, timeoutMs: 1000, tolerate: ["null-members"], clockToleranceSeconds: 5 });
});

test("createClient: refuses an issuer that is a template, and names issuerTemplate", () => {
  for (const more of [{}, { issuerTemplate: { template: "https://id.example.com/{tenantid}", tenants: ["a"] } }])
    assert.throws(() => createClient({ ...good, ...more, issuer: "https://id.example.com/{tenantid}" }), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "issuer",
      message: /issuerTemplate/,
    });
});

const misspelt: readonly (readonly [options: object, parameter: string, remedy: RegExp])[] = [
  [
    { ...good, client: { client_id: "web", clientSecret: "s3cr3t" } },
    "client.clientSecret",
    /Did you mean client\.client_secret\?/,
  ],
  [{ ...good, client: { clientId: "web" } }, "client.clientId", /Did you mean client\.client_id\?/],
  [
    { ...good, client: { client_id: "web", redirect_uri: "https://a/cb" } },
    "client.redirect_uri",
    /Did you mean client\.redirect_uris\?/,
  ],
  [{ ...good, timeout: 5 }, "timeout", /Did you mean timeoutMs\?/],
  [{ ...good, clockTolerance: 5 }, "clockTolerance", /Did you mean clockToleranceSeconds\?/],
  [{ ...good, authority: "https://id.example.com" }, "authority", /Did you mean issuer\?/],
  [{ ...good, clientSecret: "s3cr3t" }, "clientSecret", /Did you mean client\.client_secret\?/],
  [{ ...good, 1: true }, "1", /There are: issuer, client, auth/],
  [{ ...good, surprise: true }, "surprise", /There are: issuer, client, auth/],
];

for (const [options, parameter, remedy] of misspelt) {
  test(`createClient: refuses the option ${parameter}, which does not exist`, () => {
    assert.throws(
      () => createClient(untyped(options)),
      (error: Error) => {
        assert.deepEqual(
          { ...error },
          { ...error, name: "ConfigurationError", code: "ERR_CONFIGURATION_OPTION", parameter },
        );
        assert.match(error.message, remedy);
        assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /s3cr3t/);
        return true;
      },
    );
  });
}

const wrong: readonly (readonly [options: unknown, parameter: string, code: string])[] = [
  [undefined, "options", "ERR_CONFIGURATION_OPTION"],
  [null, "options", "ERR_CONFIGURATION_OPTION"],
  [[], "options", "ERR_CONFIGURATION_OPTION"],
  [{ issuer: "https://id.example.com" }, "client", "ERR_CONFIGURATION_OPTION"],
  [{ ...good, auth: "client_secret_basic" }, "auth", "ERR_CONFIGURATION_OPTION"],
  [{ ...good, auth: {} }, "auth", "ERR_CONFIGURATION_OPTION"],
  [{ ...good, client: { client_id: "web", client_secret: "" } }, "client.client_secret", "ERR_CONFIGURATION_OPTION"],
  [
    { ...good, client: { client_id: "web", redirect_uris: "https://a/cb" } },
    "client.redirect_uris",
    "ERR_CONFIGURATION_OPTION",
  ],
  [{ ...good, client: { client_id: "web", redirect_uris: [1] } }, "client.redirect_uris", "ERR_CONFIGURATION_OPTION"],
  [
    { ...good, client: { client_id: "web", id_token_signed_response_alg: "HS256" } },
    "client.id_token_signed_response_alg",
    "ERR_CONFIGURATION_OPTION",
  ],
  [{ ...good, pushedAuthorizationRequests: "sometimes" }, "pushedAuthorizationRequests", "ERR_CONFIGURATION_OPTION"],
  [{ ...good, requestObject: true }, "requestObject", "ERR_CONFIGURATION_OPTION"],
  [{ ...good, requestObject: {} }, "requestObject", "ERR_CONFIGURATION_OPTION"],
  ...(
    [
      ["authorization_signed_response_alg", "none"],
      ["request_object_signing_alg", "HS256"],
      ["authorization_encrypted_response_alg", "RSA1_5"],
      ["authorization_encrypted_response_enc", "A128GCM"],
      ["request_object_encryption_alg", "RSA1_5"],
      ["request_object_encryption_alg", "PBES2-HS256+A128KW"],
      ["request_object_encryption_enc", "A128GCM"],
    ] as const
  ).map(
    ([name, value]) =>
      [{ ...good, client: { client_id: "web", [name]: value } }, `client.${name}`, "ERR_CONFIGURATION_OPTION"] as const,
  ),
  ...[
    { require_signed_request_object: true },
    { request_object_signing_alg: "ES256" },
    { request_object_encryption_alg: "ECDH-ES" },
  ].map(
    (registered) =>
      [{ ...good, client: { client_id: "web", ...registered } }, "requestObject", "ERR_CONFIGURATION_OPTION"] as const,
  ),
  [
    { ...good, client: { client_id: "web", authorization_encrypted_response_alg: "ECDH-ES" } },
    "decryptionKeys",
    "ERR_CONFIGURATION_OPTION",
  ],
  [{ ...good, key: "-----BEGIN PRIVATE KEY-----s3cr3t" }, "key", "ERR_CONFIGURATION_KEY"],
  [{ ...good, key: 5 }, "key", "ERR_CONFIGURATION_KEY"],
];

for (const [options, parameter, code] of wrong) {
  test(`createClient: refuses ${JSON.stringify(options)?.replace(/s3cr3t/, "…") ?? "nothing"}`, () => {
    assert.throws(
      () => createClient(untyped(options)),
      (error: Error) => {
        assert.deepEqual({ ...error }, { ...error, name: "ConfigurationError", code, parameter });
        assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /s3cr3t/);
        return true;
      },
    );
  });
}

test("createClient: tells who passes a token, or the response, that a token set is wanted", async () => {
  const client = createClient(good);
  for (const tokens of ["token", null, { access_token: "a", token_type: "Bearer" }]) {
    const expected = {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "tokens",
      message: /Pass what finishAuthorization, refresh/,
    };
    await assert.rejects(client.userInfo(JSON.parse(JSON.stringify(tokens))), expected);
    await assert.rejects(client.refresh(JSON.parse(JSON.stringify(tokens))), expected);
  }
});

test("startAuthorization: refuses a scope that is no text, and parameters that are no object", async () => {
  const client = createClient(good);
  await assert.rejects(client.startAuthorization(JSON.parse('{"scope":["openid"]}')), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "scope",
  });
  await assert.rejects(client.startAuthorization(JSON.parse("null")), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "parameters",
  });
});
