import { issuer, type Members } from "../../fixtures/fake-server.ts";

/** The metadata of the honest provider: everything that the catalogue calls. */
export function describeProvider(): Members {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    registration_endpoint: `${issuer}/register`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    device_authorization_endpoint: `${issuer}/device`,
    backchannel_authentication_endpoint: `${issuer}/backchannel`,
    backchannel_token_delivery_modes_supported: ["poll", "ping", "push"],
    end_session_endpoint: `${issuer}/logout`,
    response_types_supported: ["code", "code id_token", "code id_token token", "id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256", "ES256"],
    userinfo_signing_alg_values_supported: ["RS256"],
    introspection_signing_alg_values_supported: ["RS256"],
    authorization_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    code_challenge_methods_supported: ["S256"],
    dpop_signing_alg_values_supported: ["ES256"],
    authorization_response_iss_parameter_supported: true,
  };
}

/** The metadata of the honest protected resource. */
export function describeResource(): Members {
  return { resource, authorization_servers: [issuer], bearer_methods_supported: ["header"] };
}

export const resource = "https://api.example.com/api";
export const authReqId = "auth-req-1";
export const notificationToken = "notify-token-1";
export const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";
export const rtHashClaim = "urn:openid:params:jwt:claim:rt_hash";
export const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";
