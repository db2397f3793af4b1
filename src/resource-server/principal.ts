import type { JwtAccessToken } from "../../generated/messages/jwt-access-token.ts";
import type { VerifiedDPoPProof } from "../dpop/verify-proof.ts";
import type { ActiveToken } from "../endpoints/introspection.ts";
import { hasAcr, hasRole, isAuthenticatedWithin, type RoleOptions } from "../util/claim-check.ts";
import type { Clock } from "../util/clock.ts";
import { readTextMember } from "../util/json-member.ts";
import { includesScope } from "../util/scope-set.ts";
import { type Actor, readActors } from "./actors.ts";
import type { VerifiedBinding } from "./binding.ts";
import type { LegacyAccessToken } from "./legacy-access-token.ts";

/** The claims of a signed token, or what the server said about one. */
export type PrincipalClaims = JwtAccessToken | LegacyAccessToken | ActiveToken;

/** Who sent a request, and what the token allows. All of it is frozen, the output of your validator where it is plain data. */
export interface Principal<Custom = undefined> {
  /** `sub`; `undefined` where the server tells none. It is unique within the issuer alone. */
  readonly subject: string | undefined;
  /** `client_id`; of legacy tokens `azp`, `appid` or `cid` too. */
  readonly clientId: string | undefined;
  /** The issuer as it was configured. */
  readonly issuer: string;
  /** The tenant, where the issuer is a template. */
  readonly tenant: string | undefined;
  /** The scope values that the token grants, each once. */
  readonly scopes: readonly string[];
  readonly claims: PrincipalClaims;
  /** What your validator made of the claims; `undefined` without one. */
  readonly custom: Custom;
  /** How the token was judged. */
  readonly kind: "jwt" | "introspection";
  /** The keys that the token is bound to and that the sender has shown to hold: members of `cnf`. */
  readonly boundTo: readonly ("jkt" | "x5t#S256")[];
  /** The proof that came with the token. */
  readonly proof: VerifiedDPoPProof | undefined;
  /** Who acts for the subject, the current actor first (RFC 8693 §4.1). */
  readonly actors: readonly Actor[];
  /** Whether the token is the client's own: `sub` is its `client_id`. Only as good as the issuer's promise to give no user such a `sub` (RFC 9068 §5). */
  readonly isClient: boolean;
  /** Whether the token grants all of these scope values. */
  readonly hasScope: (...wanted: readonly [string, ...string[]]) => boolean;
  /** Whether the token grants one of these scope values. */
  readonly hasAnyScope: (...wanted: readonly [string, ...string[]]) => boolean;
  /** Whether the token names a role; case counts. */
  readonly hasRole: (role: string, options?: RoleOptions) => boolean;
  /** Whether the user was authenticated by one of these classes. */
  readonly hasAcr: (...accepted: readonly [string, ...string[]]) => boolean;
  /** Whether the user was authenticated so many seconds ago or less; `false` where the token does not tell. */
  readonly isAuthenticatedWithin: (maxAgeSeconds: number) => boolean;
}

/** What a principal is made of. */
export interface PrincipalFacts extends VerifiedBinding {
  readonly claims: PrincipalClaims;
  readonly custom: unknown;
  readonly kind: "jwt" | "introspection";
  readonly issuer: string;
  readonly tenant: string | undefined;
  readonly scopes: readonly string[];
}

/** Makes the principal of a token that has been verified. */
export function createPrincipal(
  facts: PrincipalFacts,
  times: { readonly clock: Clock; readonly clockToleranceSeconds: number },
): Principal<unknown> {
  const { claims, custom, kind, issuer, tenant, scopes, boundTo, proof } = facts;
  const { sub: subject } = claims;
  const clientId = readClientId(claims);
  return Object.freeze({
    subject,
    clientId,
    issuer,
    tenant,
    scopes,
    claims,
    custom,
    kind,
    boundTo,
    proof,
    actors: readActors(claims),
    isClient: subject !== undefined && subject === clientId,
    hasScope: (...wanted: readonly [string, ...string[]]) => includesScope(scopes, wanted),
    hasAnyScope: (...wanted: readonly [string, ...string[]]) => wanted.some((value) => includesScope(scopes, [value])),
    hasRole: (role: string, options?: RoleOptions) => hasRole(claims, role, options),
    hasAcr: (...accepted: readonly [string, ...string[]]) => hasAcr(claims, accepted),
    isAuthenticatedWithin: (maxAgeSeconds: number) => isAuthenticatedWithin(claims, { maxAgeSeconds, ...times }),
  });
}

/** The client that a token was issued to, under the names that servers without profile use for it too. */
export function readClientId(claims: PrincipalClaims): string | undefined {
  for (const name of ["client_id", "azp", "appid", "cid"]) {
    const value = readTextMember(claims, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
