/**
 * Values of `error`. What each means, who must act and how tells `findOAuthErrorMeaning`.
 * @see RFC 6749 §4.1.2.1
 * @see RFC 6749 §5.2
 * @see RFC 6750 §3.1
 * @see RFC 7591 §3.2.2
 * @see RFC 8628 §3.5
 * @see OpenID Connect Core §3.1.2.6
 * @see CIBA Core §13
 */
export const oauthErrors = {
  accessDenied: "access_denied",
  accountSelectionRequired: "account_selection_required",
  authorizationPending: "authorization_pending",
  consentRequired: "consent_required",
  expiredLoginHintToken: "expired_login_hint_token",
  expiredToken: "expired_token",
  insufficientScope: "insufficient_scope",
  insufficientUserAuthentication: "insufficient_user_authentication",
  interactionRequired: "interaction_required",
  invalidAuthorizationDetails: "invalid_authorization_details",
  invalidBindingMessage: "invalid_binding_message",
  invalidClient: "invalid_client",
  invalidClientAttestation: "invalid_client_attestation",
  invalidClientMetadata: "invalid_client_metadata",
  invalidDpopProof: "invalid_dpop_proof",
  invalidGrant: "invalid_grant",
  invalidRedirectUri: "invalid_redirect_uri",
  invalidRequest: "invalid_request",
  invalidRequestObject: "invalid_request_object",
  invalidRequestUri: "invalid_request_uri",
  invalidScope: "invalid_scope",
  invalidSoftwareStatement: "invalid_software_statement",
  invalidTarget: "invalid_target",
  invalidToken: "invalid_token",
  invalidUserCode: "invalid_user_code",
  loginRequired: "login_required",
  missingUserCode: "missing_user_code",
  registrationNotSupported: "registration_not_supported",
  requestNotSupported: "request_not_supported",
  requestUriNotSupported: "request_uri_not_supported",
  serverError: "server_error",
  slowDown: "slow_down",
  temporarilyUnavailable: "temporarily_unavailable",
  transactionFailed: "transaction_failed",
  unapprovedSoftwareStatement: "unapproved_software_statement",
  unauthorizedClient: "unauthorized_client",
  unknownUserId: "unknown_user_id",
  unmetAuthenticationRequirements: "unmet_authentication_requirements",
  unsupportedGrantType: "unsupported_grant_type",
  unsupportedResponseType: "unsupported_response_type",
  unsupportedTokenType: "unsupported_token_type",
  useAttestationChallenge: "use_attestation_challenge",
  useDpopNonce: "use_dpop_nonce",
  useFreshAttestation: "use_fresh_attestation",
} as const;

/** A value of `error`. */
export type OAuthErrorName = (typeof oauthErrors)[keyof typeof oauthErrors];
