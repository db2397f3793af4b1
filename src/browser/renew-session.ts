import type { IdToken } from "../../generated/messages/id-token.ts";
import { requireTokenKey } from "../endpoints/access-token.ts";
import { refreshTokenGrant } from "../endpoints/grants/refresh-token.ts";
import { isConfigurationError, isVerificationError, VerificationError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import type { BrowserParts } from "./browser-parts.ts";
import type { SessionRecord } from "./session-record.ts";
import { noSession } from "./session-view.ts";
import { asksPerson, getTokensSilently } from "./sign-in.ts";

/** What keeps a session usable. */
export interface SessionRenewal {
  /**
   * The session with a token that is good for a while.
   * @param refused - the session whose token an API has just refused, or that must be renewed for another reason
   */
  readonly getUsable: (refused?: SessionRecord) => Promise<SessionRecord>;
  /** Whether a session can be renewed at all. */
  readonly canRenew: (session: SessionRecord) => boolean;
}

/**
 * Renews sessions: one request at a time in all tabs, and the others take over its result. A refresh token is sent once.
 * @see RFC 9700 §4.14
 */
export function createSessionRenewal(parts: BrowserParts): SessionRenewal {
  const { options, holder, clock, exclusive, report } = parts;
  const renewBeforeMs = (options.renewBeforeSeconds ?? 60) * 1000;
  const flights = createSingleFlight<SessionRecord>();
  let retryAt = 0;
  const canRenew = ({ tokens }: SessionRecord): boolean =>
    tokens.refreshToken !== undefined || options.silentSignIn !== undefined;

  function renew(from: SessionRecord): Promise<SessionRecord> {
    return flights.run(`${from.id} ${from.generation}`, () =>
      exclusive(`${options.issuer} ${options.client.client_id}`, async () => {
        const session = await holder.catchUp();
        if (session === undefined) throw noSession();
        if (session.id !== from.id || session.generation > from.generation) return session;
        return replaceTokens(parts, session);
      }),
    );
  }
  return Object.freeze({
    canRenew,
    async getUsable(refused?: SessionRecord) {
      const session = await holder.get();
      if (session === undefined) throw noSession();
      const { expiresAt, receivedAt } = session.tokens;
      const isExpired = expiresAt !== undefined && clock() >= expiresAt;
      const isDue =
        expiresAt !== undefined && clock() >= expiresAt - Math.min(renewBeforeMs, (expiresAt - receivedAt) / 2);
      const isRefused = refused?.id === session.id && refused.generation >= session.generation;
      const isPaused = !isExpired && clock() < retryAt;
      if (!isRefused && (!isDue || isPaused)) return session;
      if (!canRenew(session)) {
        if (!isExpired) return session;
        await holder.end("session.expired");
        throw noSession();
      }
      try {
        return await renew(session);
      } catch (error) {
        report({ type: "session.renewal_failed", error });
        retryAt = clock() + pauseMs;
        // A lost connection is no reason not to use a token that is still good, but for the session that it is of.
        if (isExpired || isRefused || (await holder.get())?.id !== session.id) throw error;
        return session;
      }
    },
  });
}

async function replaceTokens(parts: BrowserParts, session: SessionRecord): Promise<SessionRecord> {
  const { holder } = parts;
  let tokens: TokenSet<IdToken>;
  try {
    tokens = await getTokens(parts, session);
  } catch (error) {
    if (isOver(error)) await holder.end("session.expired");
    throw error;
  }
  const renewed: SessionRecord = Object.freeze({
    ...session,
    generation: session.generation + 1,
    tokens,
    idToken: tokens.response.id_token ?? session.idToken,
  });
  if (!(await holder.put(renewed, "session.renewed"))) throw noSession();
  return renewed;
}

async function getTokens(parts: BrowserParts, session: SessionRecord): Promise<TokenSet<IdToken>> {
  const { refreshToken } = session.tokens;
  const isSilent = parts.options.silentSignIn !== undefined;
  if (refreshToken === undefined) return renewSilently(parts, session);
  try {
    return await refresh(parts, session.tokens, refreshToken);
  } catch (error) {
    if (isSilent && isOAuthError(error) && error.error === "invalid_grant") return renewSilently(parts, session);
    throw error;
  }
}

async function refresh(
  { contexts }: BrowserParts,
  previous: TokenSet<IdToken>,
  refreshToken: string,
): Promise<TokenSet<IdToken>> {
  requireTokenKey(previous, await contexts.keyOf(previous));
  const context = await contexts.forTokens(previous);
  const { response, claims, receivedAt } = await refreshTokenGrant(
    context,
    { refresh_token: refreshToken },
    { previousClaims: previous.claims },
  );
  return createTokenSet(response, {
    claims: claims ?? previous.claims,
    issuer: previous.issuer,
    dpop: context.dpop,
    receivedAt,
    previousRefreshToken: refreshToken,
  });
}

/** The person who is signed in at the provider may have become another one meanwhile. */
async function renewSilently(parts: BrowserParts, { tokens, scope }: SessionRecord): Promise<TokenSet<IdToken>> {
  const { tokens: fresh } = await getTokensSilently(parts, { parameters: { scope } });
  if (fresh.claims.sub === tokens.claims.sub) return fresh;
  throw new VerificationError("ERR_VERIFICATION_CONTINUITY", {
    message: "At the provider, another person is signed in than here.",
    parameter: "sub",
    specification: specification("oidc-core", "12.2"),
    remedy: "Sign in again.",
  });
}

/** Whether no renewal will work any more: the grant has ended, the key is gone, or an answer must not be believed and has used up the refresh token. */
function isOver(error: unknown): boolean {
  if (isOAuthError(error)) return error.error === "invalid_grant" || asksPerson.includes(error.error);
  return isVerificationError(error) || (isConfigurationError(error) && error.code === "ERR_CONFIGURATION_KEY");
}

/** After a renewal that failed, tokens that are still good are used for so long before the next. */
const pauseMs = 10_000;
