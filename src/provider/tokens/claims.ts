import type { ClaimRequest } from "../../../generated/messages/claim-request.ts";
import { type ClaimsParameter, claimsParameterSchema } from "../../../generated/messages/claims-parameter.ts";
import { checkMessage } from "../../schema/check.ts";
import { isRecord } from "../../schema/is-record.ts";
import { isSameJson } from "../../util/json-equal.ts";
import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Grant, JsonObject, JsonValue } from "../stores/records.ts";

/** Whose claims, for whom, and where they will stand. */
export interface ClaimsQuestion {
  readonly account: Account;
  readonly client: RegisteredClient;
  readonly scope: readonly string[];
  /** What the parameter `claims` asked for, as it was granted. */
  readonly claimsParameter?: ClaimsParameter | undefined;
  readonly place: "id_token" | "userinfo";
}

/**
 * Chooses the claims about an account: those that its scopes stand for, where they belong, and those that were asked for one by one. What the account does not have is
 * left out, and so is what has another value than the one asked for; neither is an error.
 * @see OpenID Connect Core §5.4
 * @see OpenID Connect Core §5.5.1
 */
export function claimsFor(
  { idTokens }: ProviderContext,
  { account, scope, claimsParameter, place }: ClaimsQuestion,
): JsonObject {
  const { claimsByScope } = idTokens;
  const byScope = place === "userinfo" || idTokens.claims === "id_token";
  const ofScope = new Set(byScope ? scope.flatMap((value) => claimsByScope.get(value) ?? []) : []);
  const known = new Set([...claimsByScope.values()].flat());
  const asked = new Map(Object.entries(claimsParameter?.[place] ?? {}));
  const chosen: [string, JsonValue][] = [];
  for (const [name, raw] of Object.entries(account.claims)) {
    // A name may have a language: `name#ja`. Asked for by a scope, a claim comes in all its languages.
    const [base = name] = name.split("#", 1);
    if (!known.has(base)) continue;
    const value = readClaim(base, raw);
    if (value === undefined) continue;
    if (ofScope.has(base) || (asked.has(name) && fits(value, asked.get(name)))) chosen.push([name, value]);
  }
  return Object.fromEntries(chosen);
}

/** Names of all claims that can be asked for. */
export function listClaims({ idTokens }: ProviderContext): readonly string[] {
  return [...new Set([...idTokens.claimsByScope.values()].flat())];
}

/**
 * Reads the parameter `claims` that a grant remembers; one that breaks its schema asks for nothing.
 * @see OpenID Connect Core §5.5
 */
export function readGrantedClaims(grant: Grant | undefined): ClaimsParameter | undefined {
  const claims = grant?.details.claims;
  if (!isRecord(claims)) return undefined;
  const checked = checkMessage(claimsParameterSchema, claims);
  return checked.ok ? checked.message : undefined;
}

function fits(value: JsonValue, request: ClaimRequest | null | undefined): boolean {
  if (request === null || request === undefined) return true;
  const { value: wanted, values } = request;
  if (wanted !== undefined) return isSameJson(value, wanted);
  return values === undefined || values.some((each) => isSameJson(value, each));
}

/** A claim as it may be sent; `undefined` for nothing, and for what is not of the claim's type. */
function readClaim(name: string, value: JsonValue): JsonValue | undefined {
  if (name === "updated_at") return readTime(value);
  if (name.endsWith("_verified")) return typeof value === "boolean" ? value : undefined;
  if (isRecord(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== null && member !== "");
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
  return value === null || value === "" || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** Seconds since 1970, also of a date as text. */
function readTime(value: JsonValue): number | undefined {
  const seconds = typeof value === "string" ? Date.parse(value) / 1000 : value;
  return typeof seconds === "number" && Number.isFinite(seconds) ? Math.floor(seconds) : undefined;
}
