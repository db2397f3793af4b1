import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenResponse } from "../../generated/messages/token-response.ts";
import { isRecord } from "../schema/is-record.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { TokenSet } from "./token-set.ts";

/** The members of a token set that are stored; JSON leaves those out that are `undefined`. */
export function storableTokenSet(tokens: TokenSet): TokenSet {
  const { response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt } = tokens;
  return { response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt };
}

/**
 * Reads a token set that was stored. The messages in it were checked when they came, with the tolerances of their client; here they must only be whole.
 * @returns `undefined` for anything else
 */
export function readStoredTokenSet(value: unknown): TokenSet | undefined {
  if (!isRecord(value)) return undefined;
  const { response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt } = value;
  if (!isTokenResponse(response) || !(claims === undefined || isIdToken(claims))) return undefined;
  if (typeof issuer !== "string" || !isOptionalText(refreshToken) || !isOptionalText(jkt)) return undefined;
  if (typeof receivedAt !== "number" || !(expiresAt === undefined || typeof expiresAt === "number")) return undefined;
  return deepFreeze({ response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt });
}

function isTokenResponse(value: unknown): value is TokenResponse {
  return isRecord(value) && typeof value.access_token === "string" && typeof value.token_type === "string";
}

function isIdToken(value: unknown): value is IdToken {
  return isRecord(value) && typeof value.iss === "string" && typeof value.sub === "string";
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
