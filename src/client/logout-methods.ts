import type { EndSessionRequest } from "../../generated/messages/end-session-request.ts";
import type { EndSessionResponse } from "../../generated/messages/end-session-response.ts";
import type { FrontchannelLogoutRequest } from "../../generated/messages/frontchannel-logout-request.ts";
import type { LogoutToken } from "../../generated/messages/logout-token.ts";
import {
  backchannelLogoutKey,
  buildBackchannelLogoutResponse,
  readBackchannelLogout,
} from "../endpoints/backchannel-logout.ts";
import { buildCheckSessionFrame, type CheckSessionFrame } from "../endpoints/check-session.ts";
import { type EndSessionTransaction, readEndSessionResponse } from "../endpoints/end-session.ts";
import { readFrontchannelLogout } from "../endpoints/frontchannel-logout.ts";
import type { HintEncryption } from "../endpoints/id-token-hint.ts";
import type { ReceivedForm } from "../endpoints/received-form.ts";
import { type ReceivedQuery, readReceivedQuery } from "../endpoints/received-query.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import { createReplayStore, type ReplayStore } from "../util/replay-store.ts";
import type { ClientOwner } from "./owner.ts";
import { type StartedLogout, startLogout } from "./start-logout.ts";

/** What a logout may ask for. The client makes the other members of the request. */
export type LogoutParameters = Omit<EndSessionRequest, "id_token_hint" | "client_id" | "state">;

/** What starting a logout may be given. */
export interface StartLogoutOptions extends CallOptions {
  /** Encrypts the ID token hint with a key that the provider publishes. */
  readonly hintEncryption?: HintEncryption | undefined;
}

/** What an application does when its provider asks it to end sessions. */
export interface BackchannelLogoutHandlers {
  /** Ends the session `sid`, or without `sid` all sessions of `sub`. A session that is not there has ended already. */
  readonly endSessions: (logout: LogoutToken) => void | Promise<void>;
  /** Told why a request was refused, or what `endSessions` threw: the provider learns no more than that it failed. */
  readonly onError: (error: unknown) => void;
}

/** Logging users out. */
export interface LogoutMethods {
  /**
   * Starts a logout at the provider: the URL to send the browser to, or a form for it to post. End the own session first. The ID token of
   * the token set says whose session is meant; without it the provider asks the user.
   * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the provider has no end session endpoint, `ERR_CONFIGURATION_OPTION` for
   * a redirect URI that is not registered
   * @see OpenID Connect RP-Initiated Logout §2
   */
  readonly startLogout: (
    tokens?: TokenSet | undefined,
    parameters?: LogoutParameters,
    options?: StartLogoutOptions,
  ) => Promise<StartedLogout>;
  /**
   * Finishes a logout that the browser comes back from: its `state` is the one that was sent.
   * @throws VerificationError `ERR_VERIFICATION_STATE`, `ERR_VERIFICATION_TRANSACTION`
   * @see OpenID Connect RP-Initiated Logout §2
   */
  readonly finishLogout: (
    callback: ReceivedQuery,
    transaction: EndSessionTransaction,
    options?: Pick<CallOptions, "signal">,
  ) => Promise<EndSessionResponse>;
  /**
   * Reads a front-channel logout; `iss` and `sid` must be there where the client is registered with `frontchannel_logout_session_required`.
   * @throws VerificationError `ERR_VERIFICATION_ISSUER`, ValidationError `ERR_VALIDATION_RECEIVED_REQUEST`
   * @see OpenID Connect Front-Channel Logout §2
   */
  readonly readFrontchannelLogout: (
    request: ReceivedQuery,
    options?: Pick<CallOptions, "signal">,
  ) => Promise<Pick<FrontchannelLogoutRequest, "iss" | "sid">>;
  /**
   * Answers a back-channel logout: verifies the logout token, has the sessions ended, and gives the answer. It does not reject: what went
   * wrong is told to `onError`, and the answer then has status 400. Only handlers that are missing make it reject.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the handler that is missing
   * @see OpenID Connect Back-Channel Logout §2.5
   */
  readonly handleBackchannelLogout: (
    request: ReceivedForm,
    handlers: BackchannelLogoutHandlers,
    options?: Pick<CallOptions, "signal">,
  ) => Promise<Response>;
  /**
   * What a page needs to watch the session with `createCheckSessionPoller`.
   * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the provider publishes no `check_session_iframe`
   * @see OpenID Connect Session Management §3.1
   */
  readonly checkSessionFrame: (
    sessionState: string,
    options?: Pick<CallOptions, "signal">,
  ) => Promise<CheckSessionFrame>;
}

/** Creates the methods of logout and session management. */
export function createLogoutMethods({ options, contextFor }: ClientOwner): LogoutMethods {
  const { client, clock, timeoutMs, replayStore = createReplayStore({ clock }) } = options;
  return {
    async startLogout(tokens, parameters = {}, { hintEncryption, extra, signal } = {}) {
      return startLogout(await contextFor(signal), client, { tokens, parameters, hintEncryption, extra, signal });
    },
    async finishLogout(callback, transaction, { signal } = {}) {
      const context = await contextFor(signal);
      const base = transaction?.postLogoutRedirectUri ?? options.issuer;
      const parameters = readReceivedQuery(callback, { parameter: "callback", base });
      return readEndSessionResponse(context, parameters, transaction);
    },
    async readFrontchannelLogout(request, { signal } = {}) {
      const requireSession = client.frontchannel_logout_session_required === true;
      return readFrontchannelLogout(await contextFor(signal), request, { requireSession });
    },
    async handleBackchannelLogout(request, handlers, { signal } = {}) {
      const { endSessions, onError } = checkHandlers(handlers);
      const requireSid = client.backchannel_logout_session_required === true;
      try {
        const context = await contextFor(signal);
        const logout = await readBackchannelLogout(context, request, { replayStore, requireSid, timeoutMs, signal });
        await endOrRelease(
          () => endSessions(logout),
          () => releaseToken(replayStore, context, logout),
        );
      } catch (error) {
        tell(onError, error);
        return buildBackchannelLogoutResponse(error ?? new TypeError("endSessions failed."));
      }
      return buildBackchannelLogoutResponse();
    },
    async checkSessionFrame(sessionState, { signal } = {}) {
      return buildCheckSessionFrame(await contextFor(signal), sessionState);
    },
  };
}

/** Checked before anything is verified: a logout token that was used up while nobody ended a session would be lost. */
function checkHandlers(handlers: BackchannelLogoutHandlers | undefined): BackchannelLogoutHandlers {
  if (typeof handlers?.endSessions === "function" && typeof handlers.onError === "function") return handlers;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "handleBackchannelLogout takes two functions, endSessions and onError.",
    parameter: typeof handlers?.endSessions === "function" ? "onError" : "endSessions",
    remedy: "End the sessions of the application in endSessions, and log in onError.",
  });
}

/** Where the sessions could not be ended, the provider may send its logout token again. */
async function endOrRelease(end: () => void | Promise<void>, release: () => Promise<void>): Promise<void> {
  try {
    await end();
  } catch (error) {
    await release();
    throw error;
  }
}

async function releaseToken(store: ReplayStore, context: ExchangeContext, logout: LogoutToken): Promise<void> {
  await store.release?.(await backchannelLogoutKey(context, logout));
}

/** What the application does with an error must not keep the provider from its answer. */
function tell(onError: BackchannelLogoutHandlers["onError"], error: unknown): void {
  try {
    onError(error);
  } catch {
    // A log that fails is the application's own affair.
  }
}
