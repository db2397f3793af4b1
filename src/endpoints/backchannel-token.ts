import { cibaLabel } from "../../generated/documents.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import type { BackchannelAuthentication } from "./backchannel-authentication.ts";
import { type CibaGrantOptions, cibaGrant } from "./grants/ciba.ts";
import { askForToken, type PollOptions, type PollResult, type PollStep, pollToken } from "./poll-token.ts";

/** What asking for the tokens of an authentication request may be given. */
export interface BackchannelTokenOptions extends CibaGrantOptions {
  /** Resources to narrow the access token to (RFC 8707 §2.2). */
  readonly resource?: readonly string[] | undefined;
}

/** How the tokens of an authentication request are polled for. */
export interface PollBackchannelTokenOptions extends BackchannelTokenOptions, PollOptions {}

/**
 * Asks once for the tokens of a backchannel authentication: in the mode ping after the notification, in the mode poll at any time. Whether the
 * user has decided is a result, everything else that the server refuses is thrown.
 * @throws as `cibaGrant`, save OAuthError `authorization_pending`, `slow_down`, `access_denied` and `expired_token`
 * @see CIBA Core §10.1
 */
export async function requestBackchannelToken(
  context: ExchangeContext,
  authentication: BackchannelAuthentication,
  { resource, ...options }: BackchannelTokenOptions = {},
): Promise<PollStep> {
  requireAuthentication(context, authentication);
  const { auth_req_id } = authentication.response;
  const message = { auth_req_id, ...(resource === undefined ? {} : { resource }) };
  return askForToken(() => cibaGrant(explaining(context), message, options));
}

/**
 * Asks for the tokens of a backchannel authentication until the user has agreed or refused, or the request expires, at the pace that the server demands.
 * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires, at once
 * @throws as {@link requestBackchannelToken} for what asking again cannot mend
 * @see CIBA Core §11
 */
export async function pollBackchannelToken(
  context: ExchangeContext,
  authentication: BackchannelAuthentication,
  { onPending, wait, ...options }: PollBackchannelTokenOptions = {},
): Promise<PollResult> {
  requireAuthentication(context, authentication);
  const { intervalSeconds, expiresAt } = authentication;
  const ask = (): Promise<PollStep> => requestBackchannelToken(context, authentication, options);
  return pollToken(context, { intervalSeconds, expiresAt, ask }, { onPending, wait, signal: options.signal });
}

/** Identifiers go back only to the server that they are from, and not at all where the server pushes the tokens. */
function requireAuthentication({ metadata }: ExchangeContext, authentication: BackchannelAuthentication): void {
  const isOne =
    typeof authentication === "object" &&
    authentication !== null &&
    typeof authentication.response?.auth_req_id === "string";
  if (isOne && authentication.issuer === metadata.issuer && authentication.deliveryMode !== "push") return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: !isOne
      ? "What was passed is not a backchannel authentication."
      : authentication.deliveryMode === "push"
        ? "The tokens of this backchannel authentication are pushed; they cannot be asked for."
        : "The backchannel authentication was started at another server than this client's.",
    parameter: "authentication",
    specification: specification("ciba", "10.1", [cibaLabel]),
    remedy: "Pass what fetchBackchannelAuthentication or startBackchannelAuthentication returned, whole and unchanged.",
  });
}
