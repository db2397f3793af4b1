/**
 * Values of `error`, of the endpoints that this package calls.
 * @see RFC 6749 §4.1.2.1
 * @see RFC 6749 §5.2
 * @see RFC 6750 §3.1
 * @see OpenID Connect Core §3.1.2.6
 */
export const oauthErrors = {
  accessDenied: "access_denied",
  accountSelectionRequired: "account_selection_required",
  consentRequired: "consent_required",
  insufficientScope: "insufficient_scope",
  insufficientUserAuthentication: "insufficient_user_authentication",
  interactionRequired: "interaction_required",
  invalidClient: "invalid_client",
  invalidGrant: "invalid_grant",
  invalidRequest: "invalid_request",
  invalidRequestObject: "invalid_request_object",
  invalidRequestUri: "invalid_request_uri",
  invalidScope: "invalid_scope",
  invalidTarget: "invalid_target",
  invalidToken: "invalid_token",
  loginRequired: "login_required",
  registrationNotSupported: "registration_not_supported",
  requestNotSupported: "request_not_supported",
  requestUriNotSupported: "request_uri_not_supported",
  serverError: "server_error",
  temporarilyUnavailable: "temporarily_unavailable",
  unauthorizedClient: "unauthorized_client",
  unsupportedGrantType: "unsupported_grant_type",
  unsupportedResponseType: "unsupported_response_type",
} as const;
