import { randomBase64url } from "../../util/random.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { Confirmation, JsonObject, StoredToken } from "../stores/records.ts";
import type { ResourceOptions } from "./token-options.ts";

/** What an access token is to say. */
export interface AccessTokenFacts {
  readonly client: RegisteredClient;
  /** The account it speaks for; left out: the client itself. */
  readonly subject?: { readonly accountId: string; readonly sub: string } | undefined;
  readonly grantId?: string | undefined;
  readonly scope: readonly string[];
  /** The resources that were asked for; none: the default one. */
  readonly audience: readonly string[];
  readonly confirmation?: Confirmation | undefined;
  /** The token ends then at the latest: with the one that it was made from. */
  readonly notAfterMs?: number | undefined;
  /** Further claims, for JWT and introspection alike: `auth_time`, `acr`, `act`, `authorization_details`. */
  readonly claims?: JsonObject | undefined;
}

/** An access token that is not stored yet. */
export interface NewAccessToken {
  readonly token: string;
  readonly row: StoredToken;
  readonly expiresInSeconds: number;
}

/**
 * Makes an access token: a JWT where its resource wants one, otherwise a handle. Either has a row, so that it can be introspected and revoked.
 * @see RFC 9068 §2.2
 */
export async function createAccessToken(context: ProviderContext, facts: AccessTokenFacts): Promise<NewAccessToken> {
  const { client, subject, grantId, scope, confirmation, claims } = facts;
  const audience = facts.audience.length > 0 ? facts.audience : [context.defaultAudience];
  const resource = context.findResource(audience[0] ?? "") ?? {};
  const nowMs = context.clock();
  const expiresInSeconds = chooseLifetime(context, facts, nowMs);
  const expiresAtMs = nowMs + expiresInSeconds * 1000;
  const isJwt = resource.format === "jwt";
  const identifier = isJwt ? randomBase64url(16, context.random) : createHandle(context.random);
  const row: StoredToken = {
    hash: sha256(identifier),
    kind: "access_token",
    grantId,
    clientId: client.clientId,
    accountId: subject?.accountId,
    scope,
    audience,
    confirmation,
    details: claims,
    generation: 0,
    issuedAtMs: nowMs,
    expiresAtMs,
    purgeAtMs: expiresAtMs,
  };
  if (!isJwt) return { token: identifier, row, expiresInSeconds };
  const signing = { resource, jti: identifier, nowMs, expiresAtMs };
  return { token: await signAccessToken(context, { ...facts, audience }, signing), row, expiresInSeconds };
}

/**
 * How long an access token lives, in seconds: what is said of its client, bounded by what its resources say.
 * @see RFC 9700 §4.10
 */
export function accessTokenSeconds(
  context: ProviderContext,
  { clientId }: RegisteredClient,
  audience: readonly string[],
): number {
  const clients = context.options.tokens?.clients;
  const own = clients !== undefined && Object.hasOwn(clients, clientId) ? clients[clientId] : undefined;
  let seconds = own?.accessTokenSeconds;
  for (const identifier of audience.length === 0 ? [context.defaultAudience] : audience) {
    const bound = context.findResource(identifier)?.accessTokenSeconds;
    if (bound !== undefined) seconds = Math.min(bound, seconds ?? bound);
  }
  return seconds ?? context.lifetimes.accessTokenSeconds;
}

function chooseLifetime(
  context: ProviderContext,
  { client, audience, notAfterMs }: AccessTokenFacts,
  nowMs: number,
): number {
  const seconds = accessTokenSeconds(context, client, audience);
  return notAfterMs === undefined ? seconds : Math.min(seconds, Math.max(0, Math.floor((notAfterMs - nowMs) / 1000)));
}

interface Signing {
  readonly resource: ResourceOptions;
  readonly jti: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

function signAccessToken(
  context: ProviderContext,
  { client, subject, scope, audience, confirmation, claims }: AccessTokenFacts,
  { resource, jti, nowMs, expiresAtMs }: Signing,
): Promise<string> {
  const alg = resource.algorithm ?? context.keys.algorithms[0] ?? "RS256";
  return context.keys.sign(
    { typ: "at+jwt", alg },
    {
      ...claims,
      iss: context.issuer,
      // No account has the id of a client (RFC 9700 §4.15), so the two can't be taken for one another.
      sub: subject?.sub ?? client.clientId,
      aud: audience.length === 1 ? audience[0] : audience,
      client_id: client.clientId,
      iat: Math.floor(nowMs / 1000),
      exp: Math.floor(expiresAtMs / 1000),
      jti,
      ...(scope.length === 0 ? {} : { scope: scope.join(" ") }),
      ...(confirmation === undefined ? {} : { cnf: confirmation }),
    },
  );
}
