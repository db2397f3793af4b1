/**
 * Names of the members of responses: of the authorization, pushed authorization, token, device authorization and CIBA endpoints.
 * @see RFC 6749 §4.1.2
 * @see RFC 6749 §5.1
 * @see RFC 6749 §5.2
 */
export const responseParameters = {
  accessToken: "access_token",
  authReqId: "auth_req_id",
  authorizationDetails: "authorization_details",
  code: "code",
  deviceCode: "device_code",
  error: "error",
  errorDescription: "error_description",
  errorUri: "error_uri",
  expiresIn: "expires_in",
  idToken: "id_token",
  interval: "interval",
  iss: "iss",
  issuedTokenType: "issued_token_type",
  refreshToken: "refresh_token",
  requestUri: "request_uri",
  response: "response",
  scope: "scope",
  sessionState: "session_state",
  state: "state",
  tokenType: "token_type",
  userCode: "user_code",
  verificationUri: "verification_uri",
  verificationUriComplete: "verification_uri_complete",
} as const;

/** The name of a response's member. */
export type ResponseParameter = (typeof responseParameters)[keyof typeof responseParameters];
