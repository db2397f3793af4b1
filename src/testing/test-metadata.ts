import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { testValues } from "./test-values.ts";

/**
 * Gives metadata of an OpenID provider that is nobody's, with everything that the code flow needs; `changes` are set over them, and one that is
 * `undefined` is left out. For tests that answer requests themselves; `createTestProvider` has metadata of its own.
 * @see OpenID Connect Discovery §3
 */
export function createTestMetadata(
  changes: Readonly<Record<string, unknown>> & { readonly issuer?: string } = {},
): AuthorizationServerMetadata {
  const { issuer = testValues.issuer } = changes;
  const metadata = {
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    end_session_endpoint: `${issuer}/logout`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256", "RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["ES256", "RS256"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    ...changes,
    issuer,
  };
  return deepFreeze(JSON.parse(JSON.stringify(metadata)));
}
