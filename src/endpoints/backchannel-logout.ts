import { oidcBackchannelLabel } from "../../generated/documents.ts";
import type { BackchannelLogoutError } from "../../generated/messages/backchannel-logout-error.ts";
import { backchannelLogoutRequestSchema } from "../../generated/messages/backchannel-logout-request.ts";
import { type LogoutToken, logoutTokenSchema } from "../../generated/messages/logout-token.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import { oauthErrors } from "../constants/oauth-errors.ts";
import { isVerificationError, VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { isValidationError, ValidationError } from "../errors/validation-error.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { chooseIdTokenAlgorithms } from "../id-token/algorithms.ts";
import { type LogoutTokenExpectations, logoutTokenEnd, verifyLogoutToken } from "../id-token/verify-logout-token.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { checkMessage } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import type { ReplayStore } from "../util/replay-store.ts";
import { type ReceivedForm, readReceivedForm } from "./received-form.ts";

/** What reading a back-channel logout needs. */
export interface BackchannelLogoutOptions
  extends Pick<CallOptions, "signal">,
    Pick<LogoutTokenExpectations, "requireSid" | "trustedAudiences" | "maxIssuedAgeSeconds"> {
  /** Remembers which logout tokens have been used; shared by all processes that serve the `backchannel_logout_uri`. */
  readonly replayStore: ReplayStore;
  /** Time to wait for the body of the request, in milliseconds. Default 30000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Reads the request with which the provider asks, from server to server, to end sessions: a form with one logout token, which is verified
 * and used once. Encryption and algorithms are those registered for ID tokens.
 * @returns the claims of the logout token: end the session `sid`, or without `sid` all sessions of `sub`
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for another method, media type or shape, `ERR_VALIDATION_JWT`, `ERR_VALIDATION_CLAIMS`
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED`, `ERR_VERIFICATION_REPLAY`, and those of `verifyLogoutToken`
 * @throws TransportError when the body or the provider's keys do not arrive, ConfigurationError for an argument that is no request
 * @see OpenID Connect Back-Channel Logout §2.5
 * @see OpenID Connect Back-Channel Logout §2.6
 */
export async function readBackchannelLogout(
  context: ExchangeContext,
  request: ReceivedForm,
  options: BackchannelLogoutOptions,
): Promise<LogoutToken> {
  const { replayStore, timeoutMs = defaultTimeoutMs, signal } = options;
  const startedAt = context.clock();
  const form = await readReceivedForm(request, { messageName, endpoint, timeoutMs, signal });
  const claims = await verifyToken(context, readToken(form), options);
  const { maxIssuedAgeSeconds } = options;
  const { clockToleranceSeconds } = context;
  const end = logoutTokenEnd(claims, { clockToleranceSeconds, maxIssuedAgeSeconds });
  const key = await backchannelLogoutKey(context, claims);
  if ((await replayStore.claim(key, end)) !== true) throw replayed();
  context.report?.({
    type: "exchange",
    request: messageName,
    message: logoutTokenSchema.name,
    documents: documentLabelsOf(logoutTokenSchema),
    endpoint,
    status: undefined,
    durationMs: context.clock() - startedAt,
  });
  return claims;
}

/**
 * The key under which a replay store remembers a logout token: to release it where the sessions could not be ended.
 * @see OpenID Connect Back-Channel Logout §2.6
 */
export async function backchannelLogoutKey(
  { clientId }: Pick<ExchangeContext, "clientId">,
  { iss, jti }: Pick<LogoutToken, "iss" | "jti">,
): Promise<string> {
  // Of one length whatever the jti is, and one for each client where several share a store.
  return `logout-token:${await sha256Base64url(JSON.stringify([iss, clientId, jti]))}`;
}

/**
 * Builds the answer to a back-channel logout: 200 when the sessions have ended, or there were none; 400 with an error for what was thrown
 * instead. `invalid_request` and its reason stand for a request that is refused, `server_error` without a reason for everything else.
 * @see OpenID Connect Back-Channel Logout §2.8
 */
export function buildBackchannelLogoutResponse(error?: unknown): Response {
  if (error === undefined) return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  const headers = { "cache-control": "no-store", "content-type": "application/json" };
  return new Response(JSON.stringify(describe(error)), { status: 400, headers });
}

/** What the provider may know: why its request was refused, never why we failed. */
function describe(error: unknown): BackchannelLogoutError {
  if (!isVerificationError(error) && !isValidationError(error)) return { error: oauthErrors.serverError };
  const [sentence = "", problem = ""] = error.message.split("\n");
  const reason = isValidationError(error) ? `${sentence} ${problem.trim()}` : sentence;
  return { error: oauthErrors.invalidRequest, error_description: printable(reason) };
}

/** Other parameters are not looked at, as the specification demands. */
function readToken(form: URLSearchParams): string {
  const [logout_token, ...more] = form.getAll("logout_token");
  if (more.length > 0) throw repeatedParameters(["logout_token"], endpoint);
  const result = checkMessage(backchannelLogoutRequestSchema, logout_token === undefined ? {} : { logout_token });
  if (result.ok) return result.message.logout_token;
  throw new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName, issues: result.issues, endpoint });
}

function verifyToken(context: ExchangeContext, token: string, options: BackchannelLogoutOptions): Promise<LogoutToken> {
  const { metadata, issuerTemplate, clientId, keys, clock, clockToleranceSeconds, tolerate } = context;
  const { requireSid, trustedAudiences, maxIssuedAgeSeconds, signal } = options;
  const startedAt = clock();
  return verifyLogoutToken(token, {
    issuer: metadata.issuer,
    issuerTemplate,
    clientId,
    keys,
    clock,
    clockToleranceSeconds,
    tolerate,
    requireSid,
    trustedAudiences,
    maxIssuedAgeSeconds,
    signal,
    algorithms: chooseIdTokenAlgorithms({
      supported: metadata.id_token_signing_alg_values_supported,
      accepted: context.idTokenAlgorithms,
    }),
    decryption: context.decryption(context.idTokenEncryption),
    onVerified: ({ alg, kid }) => {
      const durationMs = clock() - startedAt;
      context.report?.({ type: "logout-token-verified", issuer: metadata.issuer, algorithm: alg, kid, durationMs });
    },
    onTolerated: (deviations) => {
      for (const deviation of deviations)
        context.report?.({ type: "tolerated", message: logoutTokenSchema.name, endpoint, deviation });
    },
  });
}

function replayed(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_REPLAY", {
    message: "A logout token with this jti has been used already.",
    parameter: "jti",
    endpoint,
    specification: specification("oidc-backchannel", "2.6", [oidcBackchannelLabel]),
    remedy: "Do nothing: the sessions were ended the first time, or somebody repeats a request that was overheard.",
  });
}

const endpoint = "backchannel_logout_uri";
const messageName = "BackchannelLogoutRequest";
