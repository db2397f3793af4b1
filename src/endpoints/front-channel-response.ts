import type { AuthorizationResponse } from "../../generated/messages/authorization-response.ts";
import type { IdToken } from "../../generated/messages/id-token.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { urlForMessage } from "../util/url.ts";
import { readCheckedResponse } from "./authorization-response.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "./authorization-transaction.ts";
import { readCheckedJwtResponse } from "./jarm.ts";
import { verifyReceivedIdToken } from "./received-id-token.ts";
import { ofResponseIssuer } from "./response-checks.ts";
import { readResponseMode } from "./response-type.ts";

/** An authorization response with the verified claims of its ID token, if its response type has one. */
export interface FrontChannelResponse {
  readonly response: AuthorizationResponse;
  readonly claims: IdToken | undefined;
}

/** What reading a response may be given. */
export interface FrontChannelOptions extends Pick<CallOptions, "signal"> {
  /** Whether the ID token must have `auth_time`. */
  readonly requireAuthTime?: boolean | undefined;
}

/**
 * Reads an authorization response of any response type, and verifies the ID token that came through the browser: signature, every
 * claim, the `nonce`, and the hashes over what came with it (`at_hash` and `c_hash` must be there for an access token and a code,
 * `s_hash` must match where it is there). Tokens in the front channel are legacy: prefer `response_type=code`. Where the authorization
 * asked for a JWT, the response is read as `readJwtAuthorizationResponse` does.
 * @throws as `readAuthorizationResponse`, `readJwtAuthorizationResponse` and `verifyIdToken`
 * @see OpenID Connect Core §3.2.2.8
 * @see OpenID Connect Core §3.3.2.8
 * @see RFC 9700 §2.1.2
 */
export async function readFrontChannelResponse(
  context: ExchangeContext,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction,
  { signal, requireAuthTime }: FrontChannelOptions = {},
): Promise<FrontChannelResponse> {
  checkTransactionShape(transaction);
  const { isJwt } = readResponseMode(transaction.responseType, transaction.responseMode);
  const response = isJwt
    ? await readCheckedJwtResponse(context, parameters, transaction, { signal })
    : readCheckedResponse(context, parameters, transaction);
  if (response.id_token === undefined) return Object.freeze({ response, claims: undefined });
  const claims = await verifyFrontChannelIdToken(context, response.id_token, {
    response,
    transaction,
    signal,
    requireAuthTime: requireAuthTime === true || transaction.requireAuthTime === true,
  });
  return Object.freeze({ response, claims });
}

/**
 * Checks that the ID token of the token endpoint is about the same login as the one that came through the browser.
 * @throws VerificationError `ERR_VERIFICATION_CONTINUITY` naming every claim that differs
 * @see OpenID Connect Core §3.3.3.6
 */
export function checkSameLogin(frontChannel: IdToken, tokenEndpoint: IdToken): void {
  const differing = sameLoginClaims.filter((name) => {
    const [one, other] = [frontChannel[name], tokenEndpoint[name]];
    return one !== undefined && other !== undefined && JSON.stringify(one) !== JSON.stringify(other);
  });
  if (differing.length === 0) return;
  throw new VerificationError("ERR_VERIFICATION_CONTINUITY", {
    message: `The ID token of the token endpoint has another ${differing.join(" and ")} than the one that came through the browser.`,
    parameter: differing[0],
    endpoint: "token_endpoint",
    specification: specification("oidc-core", "3.3.3.6"),
    remedy: "Do not use the tokens: code and ID token may belong to different logins.",
  });
}

interface Received {
  readonly response: AuthorizationResponse;
  readonly transaction: AuthorizationTransaction;
  readonly signal: AbortSignal | undefined;
  readonly requireAuthTime: boolean;
}

async function verifyFrontChannelIdToken(
  context: ExchangeContext,
  idToken: string,
  { response, transaction, signal, requireAuthTime }: Received,
): Promise<IdToken> {
  if (transaction.nonce === undefined) throw noNonce();
  return verifyReceivedIdToken(ofResponseIssuer(context, response), idToken, {
    receivedFrom: "authorization_endpoint",
    endpoint: `redirect_uri ${urlForMessage(transaction.redirectUri)}`,
    signal,
    nonce: transaction.nonce,
    maxAgeSeconds: transaction.maxAgeSeconds,
    subject: transaction.subject,
    acrValues: transaction.acrValues,
    requireAuthTime,
    code: response.code,
    accessToken: response.access_token,
    state: transaction.state,
  });
}

function noNonce(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The transaction has no nonce, without which an ID token from the browser cannot be verified.",
    parameter: "transaction",
    specification: specification("oidc-core", "3.2.2.1"),
    remedy: "Ask for the scope openid.",
  });
}

/** `iss` and `sub` must be the same; the others are what a login cannot have in two ways. */
const sameLoginClaims = ["iss", "sub", "nonce", "auth_time", "acr"] as const;
