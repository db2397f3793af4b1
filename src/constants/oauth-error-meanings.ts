import { answerRemedies } from "./oauth-error-remedies.ts";
import type { OAuthErrorName } from "./oauth-errors.ts";

/** What a value of `error` means. */
export interface OAuthErrorMeaning {
  /** What went wrong, in one sentence. */
  readonly meaning: string;
  /**
   * Who must act: the `program` can go on by itself (ask again, refresh, start the flow again), the `user` must decide or repeat
   * something, the `developer` must change code or registration, the `operator` of the server must do something.
   */
  readonly actor: "program" | "user" | "developer" | "operator";
  /** What to do, in one sentence; errors of this package show it too. */
  readonly remedy: string;
  /** Where the value is defined: `RFC 6749 §5.2`. */
  readonly section: string;
}

/**
 * Finds what a value of `error` means; `undefined` for values that no specification defines. Safe for any text that a server sends.
 * @see RFC 6749 §5.2
 */
export function findOAuthErrorMeaning(error: string): OAuthErrorMeaning | undefined {
  if (isAnswerError(error)) return { ...answerMeanings[error], remedy: answerRemedies[error] };
  return isDefined(error) ? meanings[error] : undefined;
}

function isAnswerError(error: string): error is AnswerError {
  return Object.hasOwn(answerRemedies, error);
}

function isDefined(error: string): error is Exclude<OAuthErrorName, AnswerError> {
  return Object.hasOwn(meanings, error);
}

/** The errors whose remedy is in the other table. */
type AnswerError = keyof typeof answerRemedies;

const answerMeanings: Readonly<Record<AnswerError, Omit<OAuthErrorMeaning, "remedy">>> = {
  insufficient_scope: {
    actor: "program",
    section: "RFC 6750 §3.1",
    meaning: "The access token lacks a scope that the resource demands.",
  },
  insufficient_user_authentication: {
    actor: "program",
    section: "RFC 9470 §3",
    meaning: "The resource demands a stronger or a more recent authentication of the user.",
  },
  invalid_client: {
    actor: "developer",
    section: "RFC 6749 §5.2",
    meaning: "The client is unknown or did not prove who it is.",
  },
  invalid_dpop_proof: {
    actor: "developer",
    section: "RFC 9449 §5",
    meaning: "The DPoP proof is missing or cannot be accepted.",
  },
  invalid_grant: {
    actor: "program",
    section: "RFC 6749 §5.2",
    meaning: "The code, refresh token or other grant is wrong, used, expired, revoked or another client's.",
  },
  invalid_request: {
    actor: "developer",
    section: "RFC 6749 §5.2",
    meaning: "A parameter is missing, repeated or malformed, or parameters contradict each other.",
  },
  invalid_scope: {
    actor: "developer",
    section: "RFC 6749 §5.2",
    meaning: "The scope is unknown, malformed or more than the client may have.",
  },
  invalid_target: {
    actor: "developer",
    section: "RFC 8707 §2",
    meaning: "The resource or audience is unknown, malformed or not for this client.",
  },
  invalid_token: {
    actor: "program",
    section: "RFC 6750 §3.1",
    meaning: "The access token is malformed, expired or revoked.",
  },
  unauthorized_client: {
    actor: "developer",
    section: "RFC 6749 §5.2",
    meaning: "The client may not use this grant type, response type or method.",
  },
  unsupported_grant_type: {
    actor: "developer",
    section: "RFC 6749 §5.2",
    meaning: "The server does not offer this grant type.",
  },
};

const meanings: Readonly<Record<Exclude<OAuthErrorName, AnswerError>, OAuthErrorMeaning>> = {
  access_denied: {
    actor: "user",
    section: "RFC 6749 §4.1.2.1",
    meaning: "The user, or the server for the user, said no.",
    remedy: "Tell the user, or offer to start again.",
  },
  account_selection_required: {
    actor: "program",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The user would have to choose an account, and prompt=none forbids to ask.",
    remedy: "Start again without prompt=none, so that the user can choose an account.",
  },
  authorization_pending: {
    actor: "program",
    section: "RFC 8628 §3.5",
    meaning: "The user has not decided yet.",
    remedy: "Ask again after the interval.",
  },
  consent_required: {
    actor: "program",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The user would have to consent, and prompt=none forbids to ask.",
    remedy: "Start again without prompt=none, so that the user can consent.",
  },
  expired_login_hint_token: {
    actor: "program",
    section: "CIBA Core §13",
    meaning: "The login_hint_token has expired.",
    remedy: "Get a new login_hint_token.",
  },
  expired_token: {
    actor: "program",
    section: "RFC 8628 §3.5",
    meaning: "The user did not decide before the device code or auth_req_id expired.",
    remedy: "Start the flow again: the device code or auth_req_id has expired.",
  },
  interaction_required: {
    actor: "program",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The user would have to do something, and prompt=none forbids to ask.",
    remedy: "Start again without prompt=none.",
  },
  invalid_authorization_details: {
    actor: "developer",
    section: "RFC 9396 §5",
    meaning: "An authorization detail has an unknown type, or fields that its type does not allow.",
    remedy: "Check type and fields; see authorization_details_types_supported.",
  },
  invalid_binding_message: {
    actor: "developer",
    section: "CIBA Core §13",
    meaning: "The binding_message cannot be shown to the user.",
    remedy: "Use a short message of plain characters.",
  },
  invalid_client_attestation: {
    actor: "developer",
    section: "Attestation-Based Client Authentication (draft)",
    meaning: "The client attestation or its proof cannot be accepted.",
    remedy: "Get a new client attestation and check the key that it names.",
  },
  invalid_client_metadata: {
    actor: "developer",
    section: "RFC 7591 §3.2.2",
    meaning: "A member of the client's metadata cannot be accepted.",
    remedy: "Correct the member that the description names.",
  },
  invalid_redirect_uri: {
    actor: "developer",
    section: "RFC 7591 §3.2.2",
    meaning: "A redirect URI of the registration cannot be accepted.",
    remedy: "Register absolute redirect URIs without fragment, with https or for a native application.",
  },
  invalid_request_object: {
    actor: "developer",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The request object cannot be accepted.",
    remedy: "Check the request object's signature, algorithm, iss, aud and exp.",
  },
  invalid_request_uri: {
    actor: "program",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The request_uri cannot be read, has expired or was used.",
    remedy: "Push the request again: a request_uri works once and for a short time.",
  },
  invalid_software_statement: {
    actor: "developer",
    section: "RFC 7591 §3.2.2",
    meaning: "The software statement cannot be accepted.",
    remedy: "Get a new software statement.",
  },
  invalid_user_code: {
    actor: "user",
    section: "CIBA Core §13",
    meaning: "The user_code is wrong.",
    remedy: "Ask the user for the user_code again.",
  },
  login_required: {
    actor: "program",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The user would have to log in, and prompt=none forbids to ask.",
    remedy: "Start again without prompt=none, so that the user can log in.",
  },
  missing_user_code: {
    actor: "user",
    section: "CIBA Core §13",
    meaning: "The user's user_code is needed.",
    remedy: "Ask the user for the user_code and send it.",
  },
  registration_not_supported: {
    actor: "developer",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The server does not take the registration parameter.",
    remedy: "Leave out registration.",
  },
  request_not_supported: {
    actor: "developer",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The server does not take the request parameter.",
    remedy: "Leave out request, and send the parameters plainly or by a pushed request.",
  },
  request_uri_not_supported: {
    actor: "developer",
    section: "OpenID Connect Core §3.1.2.6",
    meaning: "The server does not take the request_uri parameter.",
    remedy: "Leave out request_uri, and send the parameters plainly.",
  },
  server_error: {
    actor: "operator",
    section: "RFC 6749 §4.1.2.1",
    meaning: "The server failed; in a redirect it has no other way to say status 500.",
    remedy: "Try again later; if it stays, tell the server's operator.",
  },
  slow_down: {
    actor: "program",
    section: "RFC 8628 §3.5",
    meaning: "The client asks too often.",
    remedy: "Ask again after an interval that is five seconds longer.",
  },
  temporarily_unavailable: {
    actor: "operator",
    section: "RFC 6749 §4.1.2.1",
    meaning: "The server is overloaded or closed; in a redirect it has no other way to say status 503.",
    remedy: "Try again later.",
  },
  transaction_failed: {
    actor: "operator",
    section: "CIBA Core §12",
    meaning: "The server failed after it had accepted the request.",
    remedy: "Start the flow again.",
  },
  unapproved_software_statement: {
    actor: "operator",
    section: "RFC 7591 §3.2.2",
    meaning: "The server does not trust the issuer of the software statement.",
    remedy: "Ask the server's operator to accept the software statement's issuer.",
  },
  unknown_user_id: {
    actor: "developer",
    section: "CIBA Core §13",
    meaning: "The hint leads to no user.",
    remedy: "Check the hint: the server finds no user for it.",
  },
  unmet_authentication_requirements: {
    actor: "user",
    section: "RFC 9470 §5",
    meaning: "The user cannot be authenticated as the request demands.",
    remedy: "Ask for acr_values that this user can meet.",
  },
  unsupported_response_type: {
    actor: "developer",
    section: "RFC 6749 §4.1.2.1",
    meaning: "The server does not offer this response_type.",
    remedy: "The server does not offer this response_type; see response_types_supported.",
  },
  unsupported_token_type: {
    actor: "developer",
    section: "RFC 7009 §2.2.1",
    meaning: "The server cannot revoke this kind of token.",
    remedy: "Revoke the refresh token instead, or let the access token expire.",
  },
  use_attestation_challenge: {
    actor: "program",
    section: "Attestation-Based Client Authentication (draft)",
    meaning: "The client attestation must have a challenge of the server.",
    remedy: "Repeat the request with the challenge of the answer.",
  },
  use_dpop_nonce: {
    actor: "program",
    section: "RFC 9449 §8",
    meaning: "The DPoP proof must have a nonce of the server.",
    remedy: "Repeat the request with a new proof that has the nonce of the answer.",
  },
  use_fresh_attestation: {
    actor: "program",
    section: "Attestation-Based Client Authentication (draft)",
    meaning: "The client attestation is too old.",
    remedy: "Get a newer client attestation and repeat the request.",
  },
};
