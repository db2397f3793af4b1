import { ConfigurationError } from "../errors/families.ts";
import { createHttp } from "../http/openapi-client.ts";
import { tenantPlaceholder } from "../jwt-profiles/tenant-keys.ts";
import { createMetadataSource, type MetadataSource } from "../metadata/metadata-source.ts";
import type { Clock } from "../util/clock.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { resolveToleration } from "./check-options.ts";
import { fixedMetadataSource } from "./fixed-metadata-source.ts";
import { createIssuerPolicies } from "./issuer-policies.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import type { AccessTokenIssuer } from "./options.ts";
import type { ResourceServerIssuer, ResourceServerOptions } from "./resource-server-options.ts";
import type { IntrospectionConnection, IntrospectionSurroundings, TokenIntrospection } from "./token-introspection.ts";

/** An issuer, and by what its tokens are judged. */
export interface ResourceIssuer {
  readonly policy: IssuerPolicy;
  /** Whether its JWTs are verified here. */
  readonly verifiesJwts: boolean;
  /** `undefined` where it is not asked about tokens. */
  readonly connection: IntrospectionConnection | undefined;
  /** The clients whose tokens are accepted; `undefined`: all. */
  readonly clients: readonly string[] | undefined;
}

type Options = ResourceServerOptions<"rfc9068" | "legacy", unknown>;

/**
 * Turns the issuers of a resource server into what tokens of each are judged by, by the exact text of `iss`. Nothing is fetched.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createResourceIssuers(options: Options, clock: Clock): ReadonlyMap<string, ResourceIssuer> {
  const reach: Reach = { options, clock, http: createHttp(options), tolerate: resolveToleration(options.tolerate) };
  const entries = listEntries(options).map((entry) => readEntry(entry, reach));
  const policies = createIssuerPolicies(
    entries.map(({ verified }) => verified),
    options,
  );
  const issuers = new Map<string, ResourceIssuer>();
  for (const entry of entries) {
    for (const name of entry.names) {
      const policy = policies.get(name);
      if (policy !== undefined) issuers.set(name, createIssuer(entry, policy, reach));
    }
  }
  const asked = [...issuers.values()].filter(({ connection }) => connection !== undefined);
  if (asked.length > 1 && options.issuerFor === undefined)
    throw unusable("issuerFor", "must tell which of several issuers is asked about an opaque token");
  return issuers;
}

interface Reach {
  readonly options: Options;
  readonly clock: Clock;
  readonly http: ReturnType<typeof createHttp>;
  readonly tolerate: ReturnType<typeof resolveToleration>;
}

interface Entry {
  readonly given: ResourceServerIssuer;
  /** What verifies its JWTs, and its signed answers. */
  readonly verified: AccessTokenIssuer;
  readonly names: readonly string[];
  readonly introspection: TokenIntrospection | undefined;
  /** Shared by keys and questions, where both are found by discovery. */
  readonly source: MetadataSource | undefined;
}

function listEntries(options: Options): readonly ResourceServerIssuer[] {
  if (!("issuers" in options)) return [options];
  const { issuers, audience, introspection } = options;
  if (!Array.isArray(issuers) || issuers.length === 0)
    throw unusable("issuers", "must be a list with one issuer or more");
  return issuers.map((entry) => ({
    ...entry,
    audience: entry.audience ?? audience,
    introspection: entry.introspection ?? (entry.tokens === "jwt" ? undefined : introspection),
  }));
}

function readEntry(given: ResourceServerIssuer, reach: Reach): Entry {
  const { issuer, audience = [], tenants, keys, jwksUri, issuerMetadata: metadata, algorithms, profile } = given;
  const {
    introspection,
    introspectionEndpoint,
    clients,
    tokens = introspection === undefined ? "jwt" : "both",
  } = given;
  if (tokens !== "jwt" && tokens !== "opaque" && tokens !== "both")
    throw unusable("tokens", "must be jwt, opaque or both");
  if (tokens !== "jwt" && typeof introspection?.connect !== "function")
    throw unusable("introspection", "must be what createTokenIntrospection makes, where tokens are opaque");
  if (tokens === "jwt" && introspection !== undefined)
    throw unusable("introspection", "has no effect where all tokens are JWTs");
  if (clients !== undefined && !(Array.isArray(clients) && clients.every((id) => typeof id === "string" && id !== "")))
    throw unusable("clients", "must be a list of client_id values");
  if (metadata !== undefined && (tenants !== undefined || metadata?.issuer !== issuer))
    throw unusable("issuerMetadata", "must be of this one issuer");
  if (introspectionEndpoint !== undefined) checkEndpoint(introspectionEndpoint, tenants);
  const isFound = keys === undefined && jwksUri === undefined && tenants === undefined;
  const source = introspection === undefined || !isFound ? metadata : (metadata ?? discover(issuer, reach));
  return {
    given: { ...given, tokens },
    verified: { issuer, audience, tenants, keys, jwksUri, algorithms, profile, metadata: isFound ? source : metadata },
    names: tenants?.map?.((tenant) => String(issuer).replace(tenantPlaceholder, tenant)) ?? [issuer],
    introspection,
    source,
  };
}

function createIssuer(entry: Entry, policy: IssuerPolicy, reach: Reach): ResourceIssuer {
  const { clients, tokens } = entry.given;
  return Object.freeze({
    policy,
    verifiesJwts: tokens !== "opaque",
    connection: entry.introspection?.connect(surroundingsOf(entry, policy, reach)),
    clients: clients === undefined ? undefined : Object.freeze([...clients]),
  });
}

function surroundingsOf({ given, source }: Entry, policy: IssuerPolicy, reach: Reach): IntrospectionSurroundings {
  const { options, clock, http, tolerate } = reach;
  const { issuer, keys } = policy;
  const { introspectionEndpoint } = given;
  const metadata =
    introspectionEndpoint === undefined
      ? (source ?? discover(issuer, reach))
      : fixedMetadataSource(issuer, { introspection_endpoint: introspectionEndpoint });
  const { clockToleranceSeconds = 30, onEvent } = options;
  return { issuer, metadata, keys, http, clock, clockToleranceSeconds, tolerate, onEvent };
}

function discover(issuer: string, { options, http, clock, tolerate }: Reach): MetadataSource {
  const { discovery, cache, onEvent } = options;
  return createMetadataSource({ http, clock }, issuer, { discovery, tolerate, cache, onEvent });
}

function checkEndpoint(endpoint: string, tenants: readonly string[] | undefined): void {
  if (tenants !== undefined)
    throw unusable("introspectionEndpoint", "is of one issuer, and cannot be that of a template");
  const url = typeof endpoint === "string" ? parseUrl(endpoint) : undefined;
  if (url === undefined || !isSecureUrl(url))
    throw unusable("introspectionEndpoint", "must be an https URL (http on a loopback host only)");
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}
