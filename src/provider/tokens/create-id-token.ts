import { scopes } from "../../constants/scopes.ts";
import { calculateTokenHash } from "../../jose/token-hash.ts";
import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { Grant, JsonObject } from "../stores/records.ts";
import { claimsFor, readGrantedClaims } from "./claims.ts";
import { idTokenProtection, protectJwt } from "./protect-jwt.ts";
import { subjectFor } from "./subject.ts";

/** What an ID token is to say. */
export interface IdTokenFacts {
  readonly client: RegisteredClient;
  readonly account: Account;
  readonly grant: Grant;
  /** Of this response, where it is less than the grant's. */
  readonly scope?: readonly string[] | undefined;
  /** That of the request; it comes back as it was, and never with a refreshed token. */
  readonly nonce?: string | undefined;
  /** What comes along in the same response, and is hashed into the token. */
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  /** When the person signed in, not when the token is made. Default: what the grant remembers; likewise the next two. */
  readonly authTimeSeconds?: number | undefined;
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
  /** Default: the session of the grant. */
  readonly sid?: string | undefined;
  /** Others that the token is for besides the client. */
  readonly audience?: readonly string[] | undefined;
}

/**
 * Makes an ID token as its client registered for it: signed, and encrypted where it wants that.
 * @throws ProtocolRefusal `server_error` for a scope without `openid`, and what keys that can't be had bring along: then no response may be sent
 * @see OpenID Connect Core §2
 * @see OpenID Connect Core §3.1.3.6
 */
export async function createIdToken(context: ProviderContext, facts: IdTokenFacts): Promise<string> {
  const { client, account, grant, scope = grant.scope } = facts;
  if (!scope.includes(scopes.openid))
    throw refuse("server_error", { description: "The server failed.", reason: "an ID token without openid" });
  const protection = idTokenProtection(client.metadata);
  const claimsParameter = readGrantedClaims(grant);
  const [sub, hashes] = await Promise.all([
    subjectFor(context, client, account.id),
    calculateHashes(protection.signing, facts),
  ]);
  const iat = Math.floor(context.clock() / 1000);
  const seconds = context.idTokens.secondsByClient.get(client.clientId) ?? context.lifetimes.idTokenSeconds;
  const claims = {
    ...claimsFor(context, { account, client, scope, claimsParameter, place: "id_token" }),
    iss: context.issuer,
    sub,
    ...describeAudience(facts),
    iat,
    exp: iat + seconds,
    ...describeAuthentication(facts),
    ...hashes,
  };
  return protectJwt(context, { client, claims }, protection);
}

/** Several audiences make it necessary to say which of them is the client. */
function describeAudience({ client: { clientId }, audience = [] }: IdTokenFacts): JsonObject {
  const all = [...new Set([clientId, ...audience])];
  return all.length === 1 ? { aud: clientId } : { aud: all, azp: clientId };
}

function describeAuthentication({ grant, nonce, authTimeSeconds, acr, amr, sid }: IdTokenFacts): JsonObject {
  const { details } = grant;
  const authTime = authTimeSeconds ?? details.auth_time;
  const reference = acr ?? details.acr;
  const methods = amr ?? details.amr;
  const session = sid ?? grant.sid;
  return {
    ...(nonce === undefined ? {} : { nonce }),
    ...(typeof authTime === "number" ? { auth_time: Math.floor(authTime) } : {}),
    ...(typeof reference === "string" ? { acr: reference } : {}),
    ...(Array.isArray(methods) && methods.length > 0 ? { amr: methods } : {}),
    ...(session === undefined ? {} : { sid: session }),
  };
}

/** By the digest that the algorithm of the token has; a verifier knows no other. */
async function calculateHashes(alg: string, { accessToken, code, state }: IdTokenFacts): Promise<JsonObject> {
  const wanted = Object.entries({ at_hash: accessToken, c_hash: code, s_hash: state });
  const hashes = await Promise.all(
    wanted.map(async ([name, text]) => (text === undefined ? [] : [[name, await calculateTokenHash(alg, text)]])),
  );
  return Object.fromEntries(hashes.flat());
}
