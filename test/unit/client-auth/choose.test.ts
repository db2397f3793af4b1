import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseClientAuthentication } from "../../../src/client-auth/choose.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const { privateKey: key, privateJwk } = await generateTestKey("ES256");
const client_secret = "0123456789abcdef0123456789abcdef";
const all = [
  "none",
  "client_secret_jwt",
  "client_secret_post",
  "client_secret_basic",
  "private_key_jwt",
  "tls_client_auth",
];

for (const [title, supported, credentials, method] of [
  ["no credentials", all, {}, "none"],
  ["no credentials and metadata that does not list none", ["client_secret_basic"], {}, "none"],
  ["key and secret", all, { key, client_secret }, "private_key_jwt"],
  ["a key in JWK form", all, { key: privateJwk }, "private_key_jwt"],
  [
    "key and secret where assertions are not supported",
    ["client_secret_post"],
    { key, client_secret },
    "client_secret_post",
  ],
  ["a secret", all, { client_secret }, "client_secret_basic"],
  ["a secret and no list", undefined, { client_secret }, "client_secret_basic"],
  ["a secret where only post is supported", ["client_secret_post"], { client_secret }, "client_secret_post"],
  [
    "a secret where post and jwt are supported",
    ["client_secret_jwt", "client_secret_post"],
    { client_secret },
    "client_secret_post",
  ],
  ["a secret where only jwt is supported", ["client_secret_jwt"], { client_secret }, "client_secret_jwt"],
  ["a short secret where jwt is supported too", all, { client_secret: "short" }, "client_secret_basic"],
  [
    "a registered method",
    all,
    { key, client_secret, token_endpoint_auth_method: "client_secret_post" },
    "client_secret_post",
  ],
  [
    "a registered method that the metadata does not list",
    ["client_secret_basic"],
    { key, token_endpoint_auth_method: "private_key_jwt" },
    "private_key_jwt",
  ],
  ["a registered certificate", [], { token_endpoint_auth_method: "tls_client_auth" }, "tls_client_auth"],
  [
    "a registered certificate beside a secret",
    all,
    { client_secret, token_endpoint_auth_method: "self_signed_tls_client_auth" },
    "self_signed_tls_client_auth",
  ],
  ["none registered beside a secret", all, { client_secret, token_endpoint_auth_method: "none" }, "none"],
] as const) {
  test(`chooses ${method} for ${title} (RFC 8414 §2)`, () => {
    const metadata = supported === undefined ? {} : { token_endpoint_auth_methods_supported: supported };
    assert.equal(chooseClientAuthentication(metadata, credentials).method, method);
  });
}

test("names both lists when nothing fits", () => {
  const metadata = { token_endpoint_auth_methods_supported: ["tls_client_auth", "client_secret_basic"] };
  assert.throws(() => chooseClientAuthentication(metadata, { key }), {
    code: "ERR_CONFIGURATION_AUTH_METHOD",
    message: /the credentials allow private_key_jwt; the server supports tls_client_auth, client_secret_basic/,
  });
  assert.throws(() => chooseClientAuthentication({}, { key }), {
    message: /the server supports client_secret_basic \(/,
  });
  const assertions = { token_endpoint_auth_methods_supported: ["private_key_jwt"] };
  assert.throws(() => chooseClientAuthentication(assertions, { client_secret }), {
    message: /allow client_secret_basic, client_secret_post, client_secret_jwt; the server supports private_key_jwt/,
  });
});

test("refuses a registered method whose credential is missing, or that is unknown (RFC 7591 §2)", () => {
  assert.throws(
    () => chooseClientAuthentication({}, { client_secret, token_endpoint_auth_method: "private_key_jwt" }),
    {
      code: "ERR_CONFIGURATION_AUTH_METHOD",
      message: /"private_key_jwt" needs the key, which is not given/,
    },
  );
  assert.throws(() => chooseClientAuthentication({}, { key, token_endpoint_auth_method: "client_secret_basic" }), {
    message: /"client_secret_basic" needs the client_secret/,
  });
  assert.throws(() => chooseClientAuthentication({}, { key, token_endpoint_auth_method: "attest_jwt_client_auth" }), {
    code: "ERR_CONFIGURATION_AUTH_METHOD",
    message:
      /"attest_jwt_client_auth" is not one of private_key_jwt, client_secret_basic, client_secret_post, client_secret_jwt, tls_client_auth, self_signed_tls_client_auth, none/,
  });
});

test("refuses a secret that is too short for the only method that fits (RFC 7518 §3.2)", () => {
  const metadata = { token_endpoint_auth_methods_supported: ["client_secret_jwt"] };
  assert.throws(() => chooseClientAuthentication(metadata, { client_secret: "short" }), {
    code: "ERR_CONFIGURATION_KEY",
  });
});
