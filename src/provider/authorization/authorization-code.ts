import {
  type AuthorizationRequest,
  authorizationRequestSchema,
} from "../../../generated/messages/authorization-request.ts";
import { checkMessage } from "../../schema/check.ts";
import { randomBase64url } from "../../util/random.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import type { Artifact, JsonValue } from "../stores/records.ts";
import type { CheckedRequest } from "./check-request.ts";
import { type GrantDetails, readGrantDetails, writeGrantDetails } from "./grant-details.ts";

/** What a code stands for. */
export interface AuthorizationCode {
  /** Id of the grant that the first redemption makes, and a second one revokes. */
  readonly grantId: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly sid: string;
  /** Where the code was sent. */
  readonly redirectUri: string;
  /** The request that it answers: challenge, nonce, `dpop_jkt`, and `redirect_uri` as it was sent. */
  readonly request: AuthorizationRequest;
  readonly scope: readonly string[];
  readonly details: GrantDetails;
  /** Whether the code is good only as long as the consent is not withdrawn. */
  readonly restsOnConsent: boolean;
  readonly issuedAtMs: number;
}

/** What a code is made from. */
export interface CodeFacts {
  readonly code: string;
  readonly redirectUri: string;
  readonly session: ActiveSession;
  readonly restsOnConsent: boolean;
}

/**
 * Keeps a code by its hash.
 * @see RFC 6749 §4.1.2
 */
export async function storeCode(context: ProviderContext, call: CheckedRequest, facts: CodeFacts): Promise<void> {
  const { session, account } = facts.session;
  const nowMs = context.clock();
  const expiresAtMs = nowMs + context.lifetimes.authorizationCodeSeconds * 1000;
  const wasPut = await context.store.artifacts.put({
    kind: "authorization_code",
    hash: sha256(facts.code),
    clientId: call.client.clientId,
    accountId: account.id,
    grantId: randomBase64url(grantIdOctets, context.random),
    payload: {
      request: JSON.parse(JSON.stringify(call.request)),
      redirectUri: facts.redirectUri,
      scope: call.scope,
      details: writeGrantDetails(describeGrant(call, facts.session)),
      sid: session.sid,
      restsOnConsent: facts.restsOnConsent,
      issuedAtMs: nowMs,
    },
    expiresAtMs,
    // Long enough to know a code that comes a second time from one that never was.
    purgeAtMs: expiresAtMs + tombstoneMs,
    version: 1,
  });
  if (!wasPut) throw new Error("A handle of 256 random bits was given twice.");
}

/** Reads a code that the store has found. */
export function readCode({ clientId, accountId, grantId, payload }: Artifact): AuthorizationCode {
  const { redirectUri, sid, restsOnConsent, issuedAtMs } = payload;
  const request = checkMessage(authorizationRequestSchema, payload.request);
  const isWhole = clientId !== undefined && accountId !== undefined && grantId !== undefined && request.ok;
  if (!isWhole || typeof redirectUri !== "string" || typeof sid !== "string" || typeof issuedAtMs !== "number")
    throw new Error("The store holds an authorization code that is none.");
  return {
    grantId,
    clientId,
    accountId,
    sid,
    redirectUri,
    request: request.message,
    scope: readTexts(payload.scope),
    details: readGrantDetails(payload.details),
    restsOnConsent: restsOnConsent === true,
    issuedAtMs,
  };
}

function describeGrant(
  { request, audience, authorizationDetails }: CheckedRequest,
  { session: { acr, amr, authTimeMs } }: ActiveSession,
): GrantDetails {
  return {
    ...(request.claims === undefined ? {} : { claims: request.claims }),
    ...(audience.length === 0 ? {} : { resource: audience }),
    ...(authorizationDetails.length === 0 ? {} : { authorization_details: authorizationDetails }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr.length === 0 ? {} : { amr }),
    auth_time: Math.floor(authTimeMs / 1000),
  };
}

function readTexts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** 128 bits: it names a grant, and opens nothing. */
const grantIdOctets = 16;
const tombstoneMs = 86_400_000;
