import { cibaLabel } from "../../generated/documents.ts";
import {
  type BackchannelAuthenticationPing,
  backchannelAuthenticationPingSchema,
} from "../../generated/messages/backchannel-authentication-ping.ts";
import {
  type BackchannelAuthenticationPush,
  backchannelAuthenticationPushSchema,
} from "../../generated/messages/backchannel-authentication-push.ts";
import {
  type BackchannelAuthenticationPushError,
  backchannelAuthenticationPushErrorSchema,
} from "../../generated/messages/backchannel-authentication-push-error.ts";
import { OAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { readMessage } from "../exchange/read-message.ts";
import { checkMessage } from "../schema/check.ts";
import type { BackchannelAuthentication } from "./backchannel-authentication.ts";
import { verifyBackchannelIdToken } from "./backchannel-id-token.ts";
import {
  type BackchannelNotification,
  type ExpectedAuthentication,
  openNotification,
} from "./backchannel-notification-request.ts";
import type { GrantResult } from "./grants/grant-result.ts";
import { checkTokenType } from "./token.ts";

/** What reading a notification may be given. */
export interface NotificationOptions {
  /** Ends the reading of the request and the wait for the issuer's keys. */
  readonly signal?: AbortSignal | undefined;
}

/** The server tells that the tokens of an authentication can be fetched, or that there will be none; `expired`: it tells so too late. */
export interface BackchannelPing {
  readonly status: "ready" | "expired";
  readonly message: BackchannelAuthenticationPing;
  /** The authentication that it is about; pass it to `requestBackchannelToken`. */
  readonly authentication: BackchannelAuthentication;
}

/** The server delivers the tokens. */
export interface GrantedPush extends GrantResult {
  readonly status: "granted";
  readonly response: BackchannelAuthenticationPush;
  readonly authentication: BackchannelAuthentication;
}

/** The server tells that there will be no tokens; `failed`: for another reason than the user or the time. */
export interface RefusedPush {
  readonly status: "denied" | "expired" | "failed";
  readonly error: OAuthError;
  readonly authentication: BackchannelAuthentication;
}

/** What a push brings. */
export type BackchannelPush = GrantedPush | RefusedPush;

/**
 * Reads the notification of the delivery mode ping: its bearer token is compared in constant time with the one of the authentication
 * that it is about. One that comes after the request has expired is a result of its own: there is nothing to fetch. Answer it with status 204, 401 after `ERR_VERIFICATION_NOTIFICATION_TOKEN`, 400 after another error; never with a redirect.
 * @param expected - the authentication that is waited for, or a function that finds it by its `auth_req_id`
 * @throws VerificationError `ERR_VERIFICATION_NOTIFICATION_TOKEN`, `ERR_VERIFICATION_AUTH_REQ_ID` for an authentication that is not known
 * @throws ResponseError for a request that is no JSON, ValidationError `ERR_VALIDATION_RESPONSE` with every problem of it
 * @see CIBA Core §10.2
 */
export async function readBackchannelPing(
  context: ExchangeContext,
  notification: BackchannelNotification,
  expected: ExpectedAuthentication & NotificationOptions,
): Promise<BackchannelPing> {
  const { answer, authentication } = await openNotification(context, notification, expected);
  const message = readMessage(context, answer, backchannelAuthenticationPingSchema);
  // What the server would answer with expired_token is not asked for.
  const status = context.clock() < authentication.expiresAt ? "ready" : "expired";
  return Object.freeze({ status, message, authentication });
}

/**
 * Reads the notification of the delivery mode push: its bearer token as {@link readBackchannelPing} does, then the tokens. The ID token is
 * verified and must say that it belongs to the authentication request, the access token and the refresh token. That there are no tokens is a result. Answer it
 * like a ping.
 * @param expected - the authentication that is waited for, or a function that finds it by its `auth_req_id`
 * @throws as {@link readBackchannelPing} and `verifyIdToken`, and VerificationError `ERR_VERIFICATION_HASH`, `ERR_VERIFICATION_TOKEN_TYPE`
 * @see CIBA Core §10.3.1
 * @see CIBA Core §12
 */
export async function readBackchannelPush(
  context: ExchangeContext,
  notification: BackchannelNotification,
  expected: ExpectedAuthentication & NotificationOptions,
): Promise<BackchannelPush> {
  const { answer, body, authentication } = await openNotification(context, notification, expected);
  if (body.error !== undefined)
    return Object.freeze({ ...readPushError(context, body, answer.endpoint), authentication });
  const response = readMessage(context, answer, backchannelAuthenticationPushSchema);
  checkTokenType(context, response, { endpoint: answer.endpoint });
  const receivedAt = context.clock();
  const claims = await verifyBackchannelIdToken(context, response, {
    authReqId: authentication.response.auth_req_id,
    isPushed: true,
    signal: expected.signal,
  });
  return Object.freeze({ status: "granted", response, claims, receivedAt, authentication });
}

function readPushError(
  { tolerate }: ExchangeContext,
  body: Readonly<Record<string, unknown>>,
  endpoint: string,
): Pick<RefusedPush, "status" | "error"> {
  const schema = backchannelAuthenticationPushErrorSchema;
  const checked = checkMessage(schema, body, { tolerate });
  if (!checked.ok) {
    throw new ValidationError("ERR_VALIDATION_RESPONSE", {
      messageName: schema.name,
      issues: checked.issues,
      endpoint,
    });
  }
  const message: BackchannelAuthenticationPushError = checked.message;
  const { auth_req_id: _known, ...error } = message;
  const status = Object.hasOwn(statusOf, message.error) ? statusOf[message.error] : undefined;
  return {
    status: status ?? "failed",
    error: new OAuthError("ERR_OAUTH_RESPONSE", {
      body: { ...error, error: message.error },
      endpoint,
      specification: specification("ciba", "12", [cibaLabel]),
    }),
  };
}

const statusOf: Readonly<Record<string, RefusedPush["status"]>> = {
  access_denied: "denied",
  expired_token: "expired",
};
