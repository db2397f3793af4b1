import type { BackchannelAuthenticationRequest } from "../../generated/messages/backchannel-authentication-request.ts";
import {
  type BackchannelAuthentication,
  type BackchannelAuthenticationOptions,
  fetchBackchannelAuthentication,
} from "../endpoints/backchannel-authentication.ts";
import {
  type BackchannelPing,
  type GrantedPush,
  type NotificationOptions,
  type RefusedPush,
  readBackchannelPing,
  readBackchannelPush,
} from "../endpoints/backchannel-notification.ts";
import type { BackchannelNotification, ExpectedAuthentication } from "../endpoints/backchannel-notification-request.ts";
import {
  type BackchannelTokenOptions,
  type PollBackchannelTokenOptions,
  pollBackchannelToken,
  requestBackchannelToken,
} from "../endpoints/backchannel-token.ts";
import { createTokenSet } from "../tokens/token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { type GrantedTokens, type TokenOutcome, type TokenStep, withTokenSet } from "./poll-tokens.ts";

/** What a push notification brings. */
export type PushOutcome = (GrantedTokens & Pick<GrantedPush, "authentication">) | RefusedPush;

/** Logging in a user at another device, without a browser in between (CIBA). */
export interface BackchannelMethods {
  /**
   * Asks the server to authenticate a user at another device.
   * @throws OAuthError `unknown_user_id`, `invalid_binding_message` and others
   * @see CIBA Core §7.1
   */
  readonly startBackchannelAuthentication: (
    parameters: BackchannelAuthenticationRequest,
    options?: BackchannelAuthenticationOptions,
  ) => Promise<BackchannelAuthentication>;
  /**
   * Asks once for the tokens, after a ping or while polling by hand; whether the user has decided is a result.
   * @throws as `requestBackchannelToken` of `ts-identity-model/endpoints`
   * @see CIBA Core §10.1
   */
  readonly requestBackchannelToken: (
    authentication: BackchannelAuthentication,
    options?: BackchannelTokenOptions,
  ) => Promise<TokenStep>;
  /**
   * Asks for the tokens until the user has agreed or refused, or the request expires, at the pace that the server demands.
   * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires, at once
   * @see CIBA Core §11
   */
  readonly pollBackchannelToken: (
    authentication: BackchannelAuthentication,
    options?: PollBackchannelTokenOptions,
  ) => Promise<TokenOutcome>;
  /**
   * Reads a notification of the mode ping; then call `requestBackchannelToken`.
   * @throws VerificationError `ERR_VERIFICATION_NOTIFICATION_TOKEN`, `ERR_VERIFICATION_AUTH_REQ_ID`
   * @see CIBA Core §10.2
   */
  readonly receiveBackchannelPing: (
    notification: BackchannelNotification,
    expected: ExpectedAuthentication & NotificationOptions,
  ) => Promise<BackchannelPing>;
  /**
   * Reads a notification of the mode push, with the tokens or why there are none.
   * @throws as `readBackchannelPush` of `ts-identity-model/endpoints`
   * @see CIBA Core §10.3.1
   */
  readonly receiveBackchannelPush: (
    notification: BackchannelNotification,
    expected: ExpectedAuthentication & NotificationOptions,
  ) => Promise<PushOutcome>;
}

/** Creates the methods of backchannel authentication. */
export function createBackchannelMethods({ contextFor, options, profile }: ClientOwner): BackchannelMethods {
  return {
    async startBackchannelAuthentication(message, given = {}) {
      const call = profile?.startBackchannelAuthentication?.({ message, call: given, options }) ?? given;
      return fetchBackchannelAuthentication(await contextFor(call.signal), message, call);
    },
    async requestBackchannelToken(authentication, call = {}) {
      return withTokenSet(await requestBackchannelToken(await contextFor(call.signal), authentication, call), options);
    },
    async pollBackchannelToken(authentication, call = {}) {
      return withTokenSet(await pollBackchannelToken(await contextFor(call.signal), authentication, call), options);
    },
    async receiveBackchannelPing(notification, expected) {
      return readBackchannelPing(await contextFor(expected.signal), notification, expected);
    },
    async receiveBackchannelPush(notification, expected) {
      const push = await readBackchannelPush(await contextFor(expected.signal), notification, expected);
      if (push.status !== "granted") return push;
      const { status, response, authentication } = push;
      return Object.freeze({
        status,
        tokens: createTokenSet(response, { ...push, issuer: options.issuer, dpop: options.dpop }),
        authentication,
      });
    },
  };
}
