import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";

const issuer = "https://id.example.com";
const strong: ConfiguredClient = {
  client_id: "bank",
  redirect_uris: ["https://app.example.com/callback"],
  token_endpoint_auth_method: "private_key_jwt",
  jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) }] },
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: "PS256",
};

/** Changes to a client; `undefined` takes a member away. */
type ClientChanges = { readonly [Name in keyof ConfiguredClient]?: ConfiguredClient[Name] | undefined };

/** Changes are spread over a client whose members stay what they are. */
function changed(client: ConfiguredClient, changes: ClientChanges): ConfiguredClient {
  const entries = Object.entries(Object.assign({}, client, changes)).filter(([, value]) => value !== undefined);
  return { client_id: client.client_id, ...Object.fromEntries(entries) };
}

function assertProblem(options: Partial<ProviderOptions>, parameter: string, line: string): void {
  assert.throws(
    () => createProvider({ issuer, profile: "fapi2-security", clients: [strong], ...options }),
    (error: Error) => {
      assert.deepEqual(
        [error.name, Reflect.get(error, "code"), Reflect.get(error, "parameter")],
        ["ConfigurationError", "ERR_CONFIGURATION_PROFILE", parameter],
      );
      assert.ok(
        error.message.split("\n").some((each) => each.startsWith(`  ${parameter} ${line}`)),
        error.message,
      );
      return true;
    },
  );
}

describe("the profiles of FAPI 2.0 refuse", () => {
  it("nothing that meets them, with DPoP or with certificates", () => {
    const { dpop_bound_access_tokens: _, ...rest } = strong;
    const certified: ConfiguredClient = {
      ...rest,
      client_id: "certified",
      token_endpoint_auth_method: "tls_client_auth",
      tls_client_auth_subject_dn: "CN=bank",
      tls_client_certificate_bound_access_tokens: true,
    };
    for (const profile of ["fapi2-security", "fapi2-message-signing"] as const)
      createProvider({ issuer, profile, clients: [strong, certified], keys: { algorithms: ["PS256"] } });
  });

  const options: readonly (readonly [parameter: string, options: Partial<ProviderOptions>, line: string])[] = [
    [
      "keys.algorithms",
      { keys: { algorithms: ["PS256", "RS256"] } },
      "and those of tokens.resources must be out of PS256, ES256, EdDSA, Ed25519 (FAPI 2.0 Security Profile §5.4.1)",
    ],
    [
      "keys.algorithms",
      { tokens: { resources: { "https://a.example.com": { format: "jwt", algorithm: "RS256" } } } },
      "and those",
    ],
    [
      "lifetimes.authorizationCodeSeconds",
      { lifetimes: { authorizationCodeSeconds: 61 } },
      "must be 60 at most (FAPI 2.0 Security Profile §5.3.2.1)",
    ],
    [
      "lifetimes.pushedRequestSeconds",
      { lifetimes: { pushedRequestSeconds: 600 } },
      "must be less than 600 (FAPI 2.0 Security Profile §5.3.2.2)",
    ],
    [
      "tokens.refreshLeewaySeconds",
      { tokens: { refreshLeewaySeconds: 1 } },
      "must be 0 (FAPI 2.0 Security Profile §5.3.2.1)",
    ],
    ["tokens.rotateRefreshTokens", { tokens: { rotateRefreshTokens: "always" } }, "must be public, or left out"],
    ["requirePkce", { requirePkce: "public-and-oauth" }, "must be always (FAPI 2.0 Security Profile §5.3.2.2)"],
  ];
  for (const [parameter, given, line] of options) {
    it(`${parameter}: ${JSON.stringify(given)}`, () => assertProblem(given, parameter, line));
  }

  const clients: readonly (readonly [member: string, changes: ClientChanges, line: string])[] = [
    [
      "token_endpoint_auth_method",
      { token_endpoint_auth_method: "client_secret_basic", client_secret: "s".repeat(43) },
      "must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth (FAPI 2.0 Security Profile §5.3.2.1)",
    ],
    ["token_endpoint_auth_method", { token_endpoint_auth_method: "none" }, "must be private_key_jwt"],
    [
      "dpop_bound_access_tokens",
      { dpop_bound_access_tokens: false },
      "must be true, or tls_client_certificate_bound_access_tokens, because access tokens are bound (FAPI 2.0 Security Profile §5.3.2.1)",
    ],
    [
      "grant_types",
      { grant_types: ["authorization_code", "password"] },
      "must have neither implicit nor password (FAPI 2.0 Security Profile §5.3.2.1)",
    ],
    [
      "redirect_uris",
      { redirect_uris: ["http://app.example.com/cb"] },
      "must use https, or http on the loopback interface of a native application (FAPI 2.0 Security Profile §5.3.2.2)",
    ],
    ["redirect_uris", { redirect_uris: ["com.example.app:/cb"] }, "must use https"],
    [
      "id_token_signed_response_alg",
      { id_token_signed_response_alg: "RS256" },
      "must be one of PS256, ES256, EdDSA, Ed25519 (FAPI 2.0 Security Profile §5.4.1)",
    ],
    ["id_token_signed_response_alg", { id_token_signed_response_alg: undefined }, "must be one of"],
    ["request_object_signing_alg", { request_object_signing_alg: "RS512" }, "must be one of"],
  ];
  for (const [member, changes, line] of clients) {
    it(`of a client: ${member}: ${JSON.stringify(changes)}`, () =>
      assertProblem({ clients: [changed(strong, changes)] }, `clients: bank: ${member}`, line));
  }

  it("other response types than code", () => {
    const hybrid: ConfiguredClient = {
      ...strong,
      grant_types: ["authorization_code", "implicit"],
      response_types: ["code", "code id_token"],
    };
    assert.throws(
      () => createProvider({ issuer, profile: "fapi2-security", clients: [hybrid] }),
      /response_types must have code alone \(FAPI 2\.0 Security Profile §5\.3\.2\.2\)/,
    );
  });

  it("with every problem at once", () => {
    const weak: ConfiguredClient = { ...strong, token_endpoint_auth_method: "none", dpop_bound_access_tokens: false };
    assert.throws(
      () => createProvider({ issuer, profile: "fapi2-security", clients: [weak], requirePkce: "public-and-oauth" }),
      (error: Error) => error.message.split("\n").length === 4,
    );
  });
});

describe("OAuth 2.1 refuses", () => {
  const plain: ConfiguredClient = {
    client_id: "app",
    redirect_uris: ["https://app.example.com/callback", "com.example.app:/cb", "http://127.0.0.1/cb"],
    token_endpoint_auth_method: "none",
  };
  it("nothing else than these", () => {
    createProvider({ issuer, profile: "oauth21", clients: [plain] });
    const cases: readonly (readonly [member: string, changes: ClientChanges])[] = [
      ["grant_types", { grant_types: ["authorization_code", "password"] }],
      ["redirect_uris", { redirect_uris: ["http://app.example.com/cb"] }],
    ];
    for (const [member, changes] of cases) {
      assert.throws(() => createProvider({ issuer, profile: "oauth21", clients: [changed(plain, changes)] }), {
        code: "ERR_CONFIGURATION_PROFILE",
        parameter: `clients: app: ${member}`,
      });
    }
    const implicit: ConfiguredClient = {
      ...plain,
      redirect_uris: ["https://app.example.com/callback"],
      grant_types: ["implicit"],
      response_types: ["token"],
    };
    assert.throws(
      () => createProvider({ issuer, profile: "oauth21", clients: [implicit] }),
      /response_types must have none with token \(OAuth 2\.1 \(draft\), Differences from OAuth 2\.0\)/,
    );
  });
});

it("a profile that does not exist is refused", () => {
  const options: Record<string, unknown> = { issuer, profile: "fapi1" };
  assert.throws(() => Reflect.apply(createProvider, undefined, [options]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "profile",
    message: /profile must be one of fapi2-security, fapi2-message-signing, oauth21\./,
  });
});
