import { ConfigurationError, isResponseError, VerificationError } from "../errors/families.ts";
import type { AuthenticationChallenge } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { parseChallenges } from "../util/header-field.ts";
import { isLoopbackHost, isSecureUrl, parseUrl } from "../util/url.ts";
import type { MetadataContext } from "./context.ts";
import { type Discovery, discoverMetadata } from "./discovery.ts";
import type { DiscoveredMetadata } from "./metadata-document.ts";
import {
  checkResourceIdentifier,
  type DiscoveredProtectedResource,
  fetchFrom,
  type ProtectedResourceMetadataOptions,
  protectedResourceMetadataUrl,
} from "./protected-resource-metadata.ts";

/** What a resource answered: a `Response`, anything else with its header fields, or challenges that have been read. */
export type ChallengeSource = { readonly headers: Headers } | readonly AuthenticationChallenge[];

/** How a resource and its authorization server are found. */
export interface ResourceDiscoveryOptions extends ProtectedResourceMetadataOptions {
  /** The URL that was asked when the challenge came: metadata must be of it. */
  readonly resource: string;
  /**
   * Chooses among the issuers that the resource names; `undefined` means that none is trusted. Default: the first, but never one on this machine
   * for a resource that is elsewhere. Whoever runs the
   * resource also runs this list: where credentials are at stake, choose from servers you know.
   */
  readonly chooseIssuer?: ((issuers: readonly string[]) => string | undefined) | undefined;
  /**
   * Whether metadata of the whole origin is looked for where the resource's own is not there (404). Default false. Only for answers without `resource_metadata`.
   */
  readonly fallBackToOrigin?: boolean | undefined;
  /** Which well-known documents of the authorization server to look for. Default `auto`. */
  readonly discovery?: Discovery | undefined;
}

/** A resource and the authorization server that its tokens come from. */
export interface ResourceDiscovery {
  readonly resource: DiscoveredProtectedResource;
  readonly authorizationServer: DiscoveredMetadata;
  /** Whether the server, too, names the resource; `undefined` where it publishes no list. Its list need not be complete. */
  readonly listedByServer: boolean | undefined;
}

/**
 * Finds out where tokens for a resource come from, after the resource has asked for one: reads `resource_metadata` of its challenge (or
 * takes the well-known URL where there is none), fetches and checks the metadata, chooses an authorization server and discovers it.
 *
 * The metadata's URL must have the origin of the resource, and its `resource` be the URL that was asked: so a resource that is not to be trusted can
 * only speak for itself. Where resources come from users, give an `http` whose `fetch` refuses addresses of your own network: both the resource and
 * the issuers it names are then chosen by strangers (RFC 9728 §7.7).
 * @throws VerificationError `ERR_VERIFICATION_RESOURCE` for metadata of, or at, another place, and for a server on this machine that a resource elsewhere names
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the resource names no authorization server, `ERR_CONFIGURATION_OPTION` when none is chosen
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the second argument is no answer
 * @throws as `fetchProtectedResourceMetadata` and `discoverMetadata`
 * @see RFC 9728 §5
 * @see RFC 9728 §3.3
 */
export async function discoverFromChallenge(
  context: MetadataContext,
  source: ChallengeSource,
  options: ResourceDiscoveryOptions,
): Promise<ResourceDiscovery> {
  const resource = await fetchResource(context, findMetadataUrl(source), options);
  const { discovery, tolerate, signal } = options;
  const issuer = choose(resource, options);
  const authorizationServer = await discoverMetadata(context, issuer, { discovery, tolerate, signal });
  const { protected_resources: listed } = authorizationServer.metadata;
  const listedByServer = listed?.includes(resource.metadata.resource);
  return Object.freeze({ resource, authorizationServer, listedByServer });
}

async function fetchResource(
  context: MetadataContext,
  url: string | undefined,
  options: ResourceDiscoveryOptions,
): Promise<DiscoveredProtectedResource> {
  const { resource, fallBackToOrigin = false } = options;
  const { origin } = checkResourceIdentifier(resource);
  if (url !== undefined) return fetchFrom(context, { url: checkOrigin(url, origin), resource }, options);
  try {
    return await fetchFrom(context, { url: protectedResourceMetadataUrl(resource), resource }, options);
  } catch (error) {
    const isMissing = isResponseError(error) && error.code === "ERR_RESPONSE_STATUS" && error.status === 404;
    if (!fallBackToOrigin || !isMissing || resource === origin) throw error;
    return fetchFrom(context, { url: protectedResourceMetadataUrl(origin), resource: origin }, options);
  }
}

/** Of several challenges the first that names a URL counts, whatever its scheme. */
function findMetadataUrl(source: ChallengeSource): string | undefined {
  if (!Array.isArray(source) && !(isRecord(source) && "headers" in source)) throw notAChallenge();
  const challenges: readonly { readonly parameters: Readonly<Record<string, unknown>> }[] =
    "headers" in source ? parseChallenges(source.headers.get("www-authenticate") ?? "") : source;
  for (const { parameters } of challenges) {
    const url = parameters.resource_metadata;
    if (typeof url === "string" && url !== "") return url;
  }
  return undefined;
}

/** For callers without types, who mix up the arguments. */
function notAChallenge(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The second argument is neither a Response nor challenges.",
    parameter: "source",
    specification: specification("rfc9728", "5"),
    remedy: "Call discoverFromChallenge(context, response, { resource }).",
  });
}

/** A resource says where its own metadata is, not where somebody else's is. */
function checkOrigin(url: string, origin: string): string {
  const parsed = parseUrl(url);
  if (parsed?.origin === origin && isSecureUrl(parsed) && parsed.username === "" && parsed.password === "") return url;
  throw new VerificationError("ERR_VERIFICATION_RESOURCE", {
    message: "The resource_metadata of the challenge is not a URL of the resource's own origin.",
    parameter: "resource_metadata",
    specification: specification("rfc9728", "3.3"),
    remedy:
      "Nothing was fetched from it. If the URL is right, ask for the metadata with fetchProtectedResourceMetadata and its own identifier.",
  });
}

function choose(
  { metadata }: DiscoveredProtectedResource,
  { chooseIssuer, resource: asked }: ResourceDiscoveryOptions,
): string {
  const issuers = metadata.authorization_servers ?? [];
  const chosen = chooseIssuer === undefined ? issuers[0] : chooseIssuer(issuers);
  if (issuers.length === 0) {
    throw new ConfigurationError("ERR_CONFIGURATION_METADATA_MISSING", {
      message: "The metadata of the resource names no authorization server.",
      parameter: "authorization_servers",
      specification: specification("rfc9728", "2"),
      remedy: "Configure the issuer by hand.",
    });
  }
  if (chosen !== undefined && issuers.includes(chosen)) {
    if (chooseIssuer === undefined && isHere(chosen) && !isHere(asked)) throw namesThisMachine();
    return chosen;
  }
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "No authorization server of the resource was chosen: chooseIssuer must give one of those it is given.",
    parameter: "chooseIssuer",
    specification: specification("rfc9728", "2"),
  });
}

function isHere(url: string): boolean {
  return isLoopbackHost(parseUrl(url)?.hostname ?? "");
}

/** Whoever runs a resource elsewhere must not make this client send requests to what listens on this machine only. */
function namesThisMachine(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_RESOURCE", {
    message: "The resource is on another machine and names an authorization server on this one.",
    parameter: "authorization_servers",
    specification: specification("rfc9728", "7.7"),
    remedy: "Nothing was fetched from it. If that is meant, choose it with chooseIssuer.",
  });
}
