/**
 * What to do about the values of `error` that token requests and calls of resources meet, in one sentence each. A table of its own, and
 * a short one: whoever asks for a token has it in the bundle. The others stand with the meanings.
 */
export const answerRemedies = {
  insufficient_scope: "Ask for the scope named by the challenge.",
  insufficient_user_authentication: "Start a new authorization with the acr_values and max_age of the challenge.",
  invalid_client: "Check client_id, the client's credentials and the authentication method registered for it.",
  invalid_dpop_proof: "Check the proof's key, htm, htu, iat and ath, and this machine's clock.",
  invalid_grant:
    "The code or refresh token was used before, has expired, or belongs to another client or redirect_uri; start a new authorization.",
  invalid_request: "Look for a parameter that is missing, repeated or malformed.",
  invalid_scope: "Ask only for scope values that the server knows and the client may have.",
  invalid_target: "Check resource and audience: the server does not know the target or the client may not use it.",
  invalid_token: "Refresh the access token or start a new authorization.",
  unauthorized_client: "The client is not registered for this grant type.",
  unsupported_grant_type: "The server does not offer this grant type; see grant_types_supported.",
} as const;
