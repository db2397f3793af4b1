import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { withRequestEvents } from "../exchange/observe-requests.ts";
import { createHttp } from "../http/openapi-client.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { isAsymmetricAlgorithm } from "../jose/asymmetric-algorithm.ts";
import { createStaticKeySource, type KeySource } from "../jose/key-source.ts";
import { accessTokenProfile } from "../jwt-profiles/access-token.ts";
import { keysOfTenant, tenantPlaceholder } from "../jwt-profiles/tenant-keys.ts";
import type { MetadataContext } from "../metadata/context.ts";
import { createJwkSetSource } from "../metadata/jwk-set-source.ts";
import { createMetadataSource } from "../metadata/metadata-source.ts";
import { checkIssuer } from "../metadata/well-known.ts";
import type { Toleration } from "../schema/check.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { legacyAccessTokenKind } from "./access-token-kinds.ts";
import { resolveToleration } from "./check-options.ts";
import { fixedMetadataSource } from "./fixed-metadata-source.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import type { AccessTokenIssuer, AccessTokenVerifierSettings } from "./options.ts";

/**
 * Turns the issuers of a verifier into policies by the exact text of `iss`. Nothing is fetched.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and for two issuers of one name
 */
export function createIssuerPolicies(
  issuers: readonly AccessTokenIssuer[],
  settings: PolicySettings,
): ReadonlyMap<string, IssuerPolicy> {
  if (!Array.isArray(issuers) || issuers.length === 0)
    throw unusable("issuers", "must be a list with one issuer or more");
  const reach = { http: createHttp(withRequestEvents(settings, settings.clock)), clock: settings.clock };
  const surroundings = { ...settings, tolerate: resolveToleration(settings.tolerate), reach };
  const policies = new Map<string, IssuerPolicy>();
  for (const policy of issuers.flatMap((entry) => createPolicies(entry, surroundings))) {
    if (policies.has(policy.issuer)) throw unusable("issuer", "must not be named twice");
    policies.set(policy.issuer, policy);
  }
  return policies;
}

/** What policies are made of, besides the issuers. */
type PolicySettings = Omit<AccessTokenVerifierSettings<unknown>, "claims" | "tokenCache">;

interface Surroundings extends Omit<PolicySettings, "tolerate"> {
  readonly tolerate: Toleration | undefined;
  readonly reach: MetadataContext;
}

function createPolicies(entry: AccessTokenIssuer, surroundings: Surroundings): readonly IssuerPolicy[] {
  const { issuer, audience, algorithms = listAsymmetricAlgorithms(), profile = "rfc9068", tenants } = entry;
  const audiences = typeof audience === "string" ? [audience] : audience;
  if (!isListOfTexts(audiences)) throw unusable("audience", "must be text, or a list of texts");
  if (!isListOfTexts(algorithms) || !algorithms.every(isAsymmetricAlgorithm))
    throw unusable("algorithms", "must be a list of asymmetric signature algorithms");
  if (profile !== "rfc9068" && profile !== "legacy") throw unusable("profile", "must be rfc9068 or legacy");
  const kind = profile === "legacy" ? legacyAccessTokenKind : accessTokenProfile;
  const shared = { audiences: [...audiences], algorithms: [...algorithms], profile, kind };
  if (tenants === undefined) {
    checkIssuer(issuer);
    if (issuer.includes("{")) throw unusable("tenants", "must be listed for an issuer that is a template");
    return [Object.freeze({ ...shared, issuer, tenant: undefined, keys: createKeys(entry, issuer, surroundings) })];
  }
  checkTemplate(entry, tenants);
  const isShared = entry.keys !== undefined || entry.jwksUri !== undefined;
  const common = isShared ? createKeys(entry, issuer, surroundings) : undefined;
  return tenants.map((tenant) => {
    const name = issuer.replace(tenantPlaceholder, tenant);
    checkIssuer(name);
    const keys = common === undefined ? createKeys(entry, name, surroundings) : keysOfTenant(common, issuer, name);
    return Object.freeze({ ...shared, issuer: name, tenant, keys });
  });
}

function checkTemplate({ issuer, metadata }: AccessTokenIssuer, tenants: readonly string[]): void {
  if (!isListOfTexts(tenants) || !tenants.every((tenant) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(tenant)))
    throw unusable("tenants", "must be a list of names of letters, digits, dots, dashes and underscores");
  const segments = typeof issuer === "string" ? issuer.split("/") : [];
  if (
    segments.filter((segment) => segment === tenantPlaceholder).length !== 1 ||
    segments.indexOf(tenantPlaceholder) < 3
  )
    throw unusable("issuer", `must have ${tenantPlaceholder} as one segment of its path where tenants are listed`);
  if (metadata !== undefined) throw unusable("metadata", "is of one issuer, and cannot be that of a template");
}

function createKeys(entry: AccessTokenIssuer, issuer: string, { reach, ...settings }: Surroundings): KeySource {
  const { keys, jwksUri, metadata } = entry;
  if ([keys, jwksUri, metadata].filter((given) => given !== undefined).length > 1)
    throw unusable("keys", "must be given in one way: keys, jwksUri or metadata");
  if (keys !== undefined) return isKeySource(keys) ? keys : createStaticKeySource(keys);
  const { cache, onEvent, discovery, tolerate } = settings;
  if (metadata !== undefined && metadata?.issuer !== issuer) throw unusable("metadata", "must be of this issuer");
  if (jwksUri !== undefined) checkJwksUri(jwksUri);
  const source =
    metadata ??
    (jwksUri === undefined
      ? createMetadataSource(reach, issuer, { discovery, tolerate, cache, onEvent })
      : fixedMetadataSource(issuer, { jwks_uri: jwksUri }));
  return createJwkSetSource(reach, source, { cache, onEvent });
}

function isKeySource(keys: NonNullable<AccessTokenIssuer["keys"]>): keys is KeySource {
  return "find" in keys && typeof keys.find === "function";
}

function checkJwksUri(jwksUri: string): void {
  const url = typeof jwksUri === "string" ? parseUrl(jwksUri) : undefined;
  if (url === undefined || !isSecureUrl(url))
    throw unusable("jwksUri", "must be an https URL (http on a loopback host only)");
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && item !== "");
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9068", "4"),
  });
}
