import type { IdToken } from "../../generated/messages/id-token.ts";
import type { ResourceRequest } from "../endpoints/resource-request.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";
import type { RelyingPartyContext } from "./context.ts";
import { sessionEnd } from "./lifetimes.ts";
import type { KeptSession } from "./session-keeper.ts";
import { claimsOf, type SessionTokens } from "./session-record.ts";

/** What getting an access token may be given. */
export interface GetAccessTokenOptions {
  /** Renews a token that looks good, for an API that has refused it. Only where sessions are kept in a store. */
  readonly forceRenewal?: boolean | undefined;
}

/** A signed-in user, on the server: nothing of it but what you choose goes to the browser. */
export interface RelyingPartySession {
  readonly subject: string;
  /** Verified claims of the ID token; with the option `userinfo` also those that the userinfo endpoint has besides. */
  readonly claims: IdToken;
  readonly issuer: string;
  /** The provider's name of its session, where it gave one. */
  readonly sid: string | undefined;
  /** When the user signed in, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When the session ends if nobody comes back, in milliseconds since 1970. */
  readonly expiresAt: number;
  /**
   * The access token.
   * @throws VerificationError `ERR_VERIFICATION_EXPIRED` when it is over and could not be renewed; ConfigurationError `ERR_CONFIGURATION_OPTION` for a forced
   * renewal of a session in cookies; what the provider's answer to a renewal makes
   */
  readonly getAccessToken: (options?: GetAccessTokenOptions) => Promise<string>;
  /**
   * Calls an API with the access token, with a proof where the token is bound. Only the origins of the option `allowedOrigins` are called.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for another origin; as `fetchProtectedResource`
   */
  readonly fetch: (url: string | URL, init?: Omit<ResourceRequest, "url">) => Promise<Response>;
}

/** The session as `protect` gives it. */
export interface ProtectedSession extends RelyingPartySession {
  /** `Set-Cookie` values that the answer must have. */
  readonly setCookies: readonly string[];
}

/** Makes of a kept session what applications see. */
export function createSession(context: RelyingPartyContext, found: KeptSession): RelyingPartySession {
  const { settings, client } = context;
  const { record } = found;
  const { claims, issuer } = record.tokens;
  let kept = found;

  async function currentTokens({ forceRenewal = false }: GetAccessTokenOptions = {}): Promise<SessionTokens> {
    if (forceRenewal) kept = await forceNewTokens(context, kept);
    return requireGoodToken(context, kept.record.tokens);
  }

  return Object.freeze<RelyingPartySession>({
    subject: claims.sub,
    claims: claimsOf(record),
    issuer,
    sid: typeof claims.sid === "string" ? claims.sid : undefined,
    createdAt: record.createdAt,
    expiresAt: sessionEnd(record, settings),
    getAccessToken: async (options) => (await currentTokens(options)).response.access_token,
    async fetch(url, init = {}) {
      requireAllowedOrigin(url, settings.allowedOrigins);
      return client.fetchResource(await currentTokens(), { ...init, url });
    },
  });
}

/**
 * Tokens whose access token is not over.
 * @throws VerificationError `ERR_VERIFICATION_EXPIRED`
 */
export function requireGoodToken({ clock }: Pick<RelyingPartyContext, "clock">, tokens: SessionTokens): SessionTokens {
  if (tokens.expiresAt === undefined || tokens.expiresAt > clock()) return tokens;
  throw new VerificationError("ERR_VERIFICATION_EXPIRED", {
    message: "The access token of the session has expired and could not be renewed.",
    parameter: "access_token",
    remedy:
      tokens.refreshToken === undefined
        ? "Ask for a refresh token when users log in (many providers want the scope offline_access), or let them log in again."
        : "Try again when the provider can be reached; read with renew: false, a session keeps the token that it has.",
  });
}

async function forceNewTokens({ keeper, renewal }: RelyingPartyContext, kept: KeptSession): Promise<KeptSession> {
  if (!keeper.isShared) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The tokens of a session in cookies are renewed only while its request is answered by getSession.",
      parameter: "forceRenewal",
      remedy: "Keep the sessions in a store: the option sessions.",
    });
  }
  const renewed = await renewal.renew(kept, "force");
  if (renewed.outcome === "renewed") return renewed.kept;
  if (renewed.outcome === "failed" && renewed.error !== undefined) throw renewed.error;
  throw new VerificationError("ERR_VERIFICATION_EXPIRED", {
    message: "The tokens of the session could not be renewed.",
    parameter: "refresh_token",
    remedy: "Let the user log in again.",
  });
}

function requireAllowedOrigin(url: string | URL, allowedOrigins: readonly string[]): void {
  const parsed = parseUrl(String(url));
  if (parsed !== undefined && allowedOrigins.includes(parsed.origin)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The access token must not go to ${urlForMessage(String(url))}.`,
    parameter: "allowedOrigins",
    remedy: "Name the origin of the API in the option allowedOrigins.",
  });
}
