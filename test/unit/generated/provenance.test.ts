import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageSchema } from "../../../generated/message-schema.ts";
import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import { authorizationResponseSchema } from "../../../generated/messages/authorization-response.ts";
import { claimsParameterSchema } from "../../../generated/messages/claims-parameter.ts";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { pushedAuthorizationRequestSchema } from "../../../generated/messages/pushed-authorization-request.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import { checkMessage } from "../../../src/schema/check.ts";

/** Each issue as pointer, public keyword, and the section that it breaks. */
function issues(schema: MessageSchema<unknown>, value: unknown): readonly string[] {
  const result = checkMessage(schema, value);
  if (result.ok) return [];
  return result.issues.map(
    ({ pointer, keyword, specification }) =>
      `${pointer} ${keyword} ${specification?.document} ${specification?.section}`,
  );
}

const token = { access_token: "a", token_type: "Bearer" };
const provider = {
  issuer: "https://a.example",
  authorization_endpoint: "https://a.example/authorize",
  token_endpoint: "https://a.example/token",
  jwks_uri: "https://a.example/jwks",
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
};

const cases: readonly (readonly [
  title: string,
  schema: MessageSchema<unknown>,
  value: unknown,
  want: readonly string[],
])[] = [
  ["a message", tokenResponseSchema, null, [" type rfc6749 5.1"]],
  ["a missing member", tokenResponseSchema, { token_type: "Bearer" }, ["/access_token required rfc6749 5.1"]],
  [
    "a member of an extending document",
    tokenResponseSchema,
    { ...token, id_token: "x" },
    ["/id_token format oidc-core 3.1.3.3"],
  ],
  [
    "a message in an array",
    tokenResponseSchema,
    { ...token, authorization_details: [{ type: "a" }, { locations: [] }] },
    ["/authorization_details/1/type required rfc9396 2", "/authorization_details/1/locations minItems rfc9396 2.2"],
  ],
  [
    "a message in a map",
    userinfoResponseSchema,
    { sub: "s", _claim_names: {}, _claim_sources: { airline: { endpoint: "http://a.example/", access_token: "Ü" } } },
    [
      "/_claim_sources/airline/endpoint format oidc-core 5.6.2",
      "/_claim_sources/airline/access_token format oidc-core 5.6.2",
    ],
  ],
  [
    "a map that is none",
    userinfoResponseSchema,
    { sub: "s", _claim_names: {}, _claim_sources: ["airline"] },
    ["/_claim_sources type oidc-core 5.6.2"],
  ],
  [
    "a rule inside a map",
    userinfoResponseSchema,
    { sub: "s", _claim_names: {}, _claim_sources: { "air/line": {} } },
    ["/_claim_sources/air~1line rule oidc-core 5.6.2"],
  ],
  [
    "alternatives in a map",
    claimsParameterSchema,
    { id_token: { acr: { essential: "yes" } } },
    [
      "/id_token/acr type oidc-core 5.5",
      "/id_token/acr/essential type oidc-core 5.5.1",
      "/id_token/acr anyOf oidc-core 5.5",
    ],
  ],
  [
    "a member of the base",
    openidProviderMetadataSchema,
    { ...provider, jwks_uri: 1 },
    ["/jwks_uri type oidc-discovery 3"],
  ],
  [
    "a message inside the base",
    openidProviderMetadataSchema,
    { ...provider, mtls_endpoint_aliases: { token_endpoint: "x" } },
    ["/mtls_endpoint_aliases/token_endpoint format rfc8705 5"],
  ],
  [
    "a rule of the base, and of the message itself",
    pushedAuthorizationRequestSchema,
    { client_id: "c", request: "e30.e30.e30", code_challenge_method: "S256", request_uri: "urn:example:a" },
    [" rule rfc7636 4.3", " rule rfc9101 5", "/request_uri forbidden rfc9126 2.1", " rule rfc9126 3"],
  ],
  [
    "a rule",
    authorizationRequestSchema,
    { response_type: "code", client_id: "c", code_challenge_method: "S256" },
    [" rule rfc7636 4.3"],
  ],
  ["a forbidden member", authorizationResponseSchema, { code: "c", error: "e" }, ["/error forbidden rfc6749 4.1.2.1"]],
  [
    "an unknown member of a request",
    authorizationRequestSchema,
    { response_type: "code", client_id: "c", "redirect/url": "x" },
    ["/redirect~1url additionalProperties rfc6749 4.1.1"],
  ],
];

for (const [title, schema, value, want] of cases) {
  test(`cites the section of ${title}`, () => {
    assert.deepEqual(issues(schema, value), want);
  });
}
