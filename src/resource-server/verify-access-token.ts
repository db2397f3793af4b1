import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwtAccessToken } from "../../generated/messages/jwt-access-token.ts";
import { checkJwtClaims, type UnverifiedJwt } from "../jose/jwt.ts";
import { checkJwtType } from "../jose/jwt-type.ts";
import type { KeySource } from "../jose/key-source.ts";
import { openJwt } from "../jose/read-signed-jwt.ts";
import { refuseEncrypted } from "../jose/refuse-encrypted.ts";
import { verifyJwt } from "../jose/verify-signature.ts";
import { accessTokenProfile } from "../jwt-profiles/access-token.ts";
import { checkCustomClaims } from "../schema/custom-claims.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { type JsonMembers, readTextMember } from "../util/json-member.ts";
import { parseScope } from "../util/scope-set.ts";
import { boundToNothing } from "./binding.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import { checkLegacyClaims, type LegacyAccessToken, readLegacyScope } from "./legacy-access-token.ts";
import { unknownIssuer, verifyTokenClaims } from "./token-claims.ts";
import type { TokenRules, TrustedToken } from "./trusted-token.ts";

/**
 * Verifies an access token: what it is, whose, for whom and when, before any key is looked for; then the signature, with a key of its issuer; last what the
 * application wants of it.
 *
 * @throws ValidationError `ERR_VALIDATION_JWT`, `ERR_VALIDATION_CLAIMS`; VerificationError, the code says which check failed; and what the key source throws
 * @see RFC 9068 §4
 */
export async function verifyAccessToken(rules: TokenRules, token: string, signal?: AbortSignal): Promise<TrustedToken> {
  refuseEncrypted(token, rules);
  const { jwt: opened } = await openJwt(token, rules.kind, rules.decryption);
  const policy = findPolicy(rules, opened);
  checkJwtType(opened.header, policy.kind);
  const jwt: UnverifiedJwt<JwtAccessToken | LegacyAccessToken> =
    policy.profile === "legacy" ? checkLegacyClaims(opened) : checkJwtClaims(opened, accessTokenProfile.schema).jwt;
  verifyTokenClaims(jwt.unverifiedClaims, policy, rules);

  // The algorithm is looked at before the keys are.
  const recorder = recordKeys(policy.keys);
  const { algorithms } = policy;
  const { header, claims: verified } = await verifyJwt(jwt, { algorithms, keys: recorder.source, signal });
  const claims = deepFreeze(verified);
  const custom = rules.claims === undefined ? undefined : await judgeClaims(rules, claims);
  const scopes = Object.freeze(
    policy.profile === "legacy" ? readScopes(readLegacyScope(claims)) : readScopes(claims.scope),
  );
  const goodUntil = (claims.exp + rules.clockToleranceSeconds) * 1000;
  const { profile, tenant, keys: source } = policy;
  // Member by member: a spread costs more than all the checks of the claims.
  const { boundTo, proof } = boundToNothing;
  const facts = Object.freeze({ claims, custom, scopes, profile, tenant, boundTo, proof });
  return Object.freeze({ facts, header, source, keys: recorder.latest(), rules, goodUntil });
}

/**
 * Has the application's validator judge verified claims.
 *
 * @returns its output; `undefined` without one
 * @throws ValidationError `ERR_VALIDATION_CLAIMS`
 */
export async function judgeClaims({ claims: validator }: TokenRules, claims: JsonMembers): Promise<unknown> {
  return validator === undefined ? undefined : checkCustomClaims(claims, validator, { name: "access token" });
}

/** The token's iss picks a policy out of those that were configured, and does nothing else. */
function findPolicy({ policies }: TokenRules, jwt: UnverifiedJwt): IssuerPolicy {
  const issuer = readTextMember(jwt.unverifiedClaims, "iss");
  const policy = issuer === undefined ? undefined : policies.get(issuer);
  if (policy !== undefined) return policy;
  // Tells everything that is wrong with claims which have no issuer.
  if (issuer === undefined) checkJwtClaims(jwt, accessTokenProfile.schema);
  throw unknownIssuer(issuer ?? "");
}

function readScopes(scope: string | readonly string[] | undefined): readonly string[] {
  if (scope === undefined) return [];
  return typeof scope === "string" ? (parseScope(scope) ?? []) : [...new Set(scope)];
}

interface KeyRecorder {
  readonly source: KeySource;
  /** The last set that was handed out, which is the one that verified the signature. */
  readonly latest: () => readonly Jwk[];
}

function recordKeys({ find, refresh }: KeySource): KeyRecorder {
  let latest: readonly Jwk[] = [];
  const record = (keys: readonly Jwk[]): readonly Jwk[] => {
    latest = keys;
    return keys;
  };
  const findAndRecord: KeySource["find"] = async (header, signal) => record(await find(header, signal));
  const source: KeySource =
    refresh === undefined
      ? { find: findAndRecord }
      : { find: findAndRecord, refresh: async (signal) => record(await refresh(signal)) };
  return { source, latest: () => latest };
}
