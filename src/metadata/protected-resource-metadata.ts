import {
  type ProtectedResourceMetadata,
  protectedResourceMetadataSchema,
} from "../../generated/messages/protected-resource-metadata.ts";
import { wellKnownPaths } from "../constants/well-known-paths.ts";
import { ConfigurationError, ResponseError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage, type ToleratedDeviation, type Toleration } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { hasRewrittenCharacters, isSecureUrl, parseUrl } from "../util/url.ts";
import type { MetadataContext } from "./context.ts";
import { findEndpointIssues } from "./endpoint-issues.ts";
import { readMaxAgeSeconds } from "./freshness.ts";
import { applySignedMetadata, type SignedMetadataTrust } from "./signed-metadata.ts";

/** Metadata of a protected resource that has been checked. All of it is frozen. */
export interface DiscoveredProtectedResource {
  /** The document; where its signed part was verified, that part's values stand in it. */
  readonly metadata: ProtectedResourceMetadata;
  /** Whether `signed_metadata` was verified. */
  readonly signed: boolean;
  /** Each deviation that was admitted. */
  readonly tolerated: readonly ToleratedDeviation[];
  /** Where the document was fetched. */
  readonly url: string;
  /** How long the resource lets the document be kept, in seconds; `undefined` where it does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** How metadata of a protected resource is judged. */
export interface ProtectedResourceMetadataOptions {
  /**
   * Whether the metadata may be of a resource that the URL lies below: same origin, and a path that the URL's path goes on from
   * (`https://a.example/mcp` for `https://a.example/mcp/tools`). RFC 9728 demands the very same identifier; deployed
   * servers publish one for many URLs. Default false. Tokens are then asked for the `resource` of the metadata, so that no other origin can get any.
   */
  readonly acceptParentResource?: boolean | undefined;
  /** Whom to believe about `signed_metadata`. Left out, the signed part is ignored, as RFC 9728 §2.2 allows. */
  readonly signedMetadata?: SignedMetadataTrust | undefined;
  /** Named deviations that are admitted; none by default, and none ever for `resource`, issuers and endpoints. */
  readonly tolerate?: Toleration | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives the URL at which a resource publishes its metadata: the suffix is **inserted** between the host and the path, and a query stays at the end.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the identifier is not an `https` URL (`http` on a loopback host), or has a fragment or credentials
 * @see RFC 9728 §3.1
 */
export function protectedResourceMetadataUrl(resource: string): string {
  checkResourceIdentifier(resource);
  const [, origin = "", path = "", query = ""] = /^([^:]+:\/\/[^/?]+)([^?]*)(.*)$/s.exec(resource) ?? [];
  return `${origin}${wellKnownPaths.oauthProtectedResource}${path === "/" ? "" : path}${query}`;
}

/**
 * Fetches the metadata of a protected resource whose identifier is known, and checks it like {@link readProtectedResourceMetadata}.
 *
 * The URL is the caller's, so is the risk of where it leads: for identifiers that come from users, give an `http` whose `fetch` refuses
 * addresses of your own network (RFC 9728 §7.7). Redirects are never followed.
 * @throws ConfigurationError for an unusable identifier, TransportError where no answer arrives, and as {@link readProtectedResourceMetadata}
 * @see RFC 9728 §3.1
 */
export async function fetchProtectedResourceMetadata(
  context: MetadataContext,
  resource: string,
  options: ProtectedResourceMetadataOptions = {},
): Promise<DiscoveredProtectedResource> {
  return fetchFrom(context, { url: protectedResourceMetadataUrl(resource), resource }, options);
}

/** Where metadata is fetched, and of which resource it must be. */
export interface ProtectedResourceMetadataAddress {
  readonly url: string;
  readonly resource: string;
}

/** Fetches metadata from a URL that has been found to belong to the resource. */
export async function fetchFrom(
  context: MetadataContext,
  { url, resource }: ProtectedResourceMetadataAddress,
  options: ProtectedResourceMetadataOptions,
): Promise<DiscoveredProtectedResource> {
  const answer = await context.http.get({
    path: wellKnownPaths.oauthProtectedResource,
    url,
    endpointName: "oauth-protected-resource",
    accept: "application/json",
    signal: options.signal,
  });
  const clock = context.clock;
  return Object.freeze({ ...(await readProtectedResourceMetadata(answer, resource, { ...options, clock })), url });
}

/**
 * Reads metadata of a protected resource: status 200, JSON, every member as its specification wants it, `resource` the very string
 * that was asked for, authorization servers and endpoints `https` (`http` on a loopback host).
 *
 * @throws ResponseError for another status, media type or text than JSON, ValidationError `ERR_VALIDATION_METADATA` with all problems at once
 * @throws VerificationError `ERR_VERIFICATION_RESOURCE` for metadata of another resource, and where `signed_metadata` must not be believed
 * @see RFC 9728 §3.2
 * @see RFC 9728 §3.3
 */
export async function readProtectedResourceMetadata(
  answer: HttpAnswer,
  resource: string,
  options: ProtectedResourceMetadataOptions & Pick<MetadataContext, "clock"> = {},
): Promise<Omit<DiscoveredProtectedResource, "url">> {
  const { endpoint, status, headers } = answer;
  if (status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `The request for the metadata of the resource was answered with status ${status}, not 200.`,
      status,
      endpoint,
      specification: specification("rfc9728", "3.2"),
    });
  }
  const found = readJsonObject(answer, { mediaTypes: ["application/json"] });
  const plain = checkDocument(found, answer, options);
  const trust = options.signedMetadata;
  const signed = trust === undefined ? undefined : await applySignedMetadata(plain.metadata, trust, options);
  const { metadata, tolerated } = signed === undefined ? plain : checkDocument(signed, answer, options);
  checkResourceMatch(metadata.resource, resource, { endpoint, options });
  return Object.freeze({
    metadata: deepFreeze(metadata),
    signed: signed !== undefined,
    tolerated: deepFreeze(tolerated),
    maxAgeSeconds: readMaxAgeSeconds(headers),
  });
}

/**
 * Checks that a text can be the identifier of a protected resource.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when it is not an `https` URL (`http` on a loopback host), or has a fragment, credentials, white space or a backslash
 * @see RFC 9728 §1.2
 */
export function checkResourceIdentifier(resource: string): URL {
  const url = typeof resource === "string" ? parseUrl(resource) : undefined;
  const isPlain =
    url !== undefined &&
    !resource.includes("#") &&
    !hasRewrittenCharacters(resource) &&
    /^https?:\/\/[^/?]/i.test(resource);
  if (isPlain && isSecureUrl(url) && !/^[^/]*\/\/[^/?]*@/.test(resource)) return url;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The resource must be an https URL (http on a loopback host only) without credentials and fragment.",
    parameter: "resource",
    specification: specification("rfc9728", "1.2"),
  });
}

function checkDocument(
  document: unknown,
  { endpoint, status }: HttpAnswer,
  { tolerate }: ProtectedResourceMetadataOptions,
): Pick<DiscoveredProtectedResource, "metadata" | "tolerated"> {
  const schema = protectedResourceMetadataSchema;
  const checked = checkMessage(schema, document, { tolerate });
  const known = checked.ok ? [] : checked.issues;
  const shown = checked.ok ? checked.message : isRecord(document) ? document : {};
  const issues = [...known, ...findEndpointIssues(schema, shown, known)];
  if (checked.ok && issues.length === 0) return { metadata: checked.message, tolerated: checked.tolerated };
  throw new ValidationError("ERR_VALIDATION_METADATA", { messageName: schema.name, issues, status, endpoint });
}

interface MatchPlace {
  readonly endpoint: string;
  readonly options: ProtectedResourceMetadataOptions;
}

function checkResourceMatch(actual: string, expected: string, { endpoint, options }: MatchPlace): void {
  if (actual === expected || (options.acceptParentResource === true && isParent(actual, expected))) return;
  throw new VerificationError("ERR_VERIFICATION_RESOURCE", {
    message: `The metadata is of the resource ${quotePrintable(actual)}, yet ${quotePrintable(expected)} was asked for.`,
    parameter: "resource",
    endpoint,
    specification: specification("rfc9728", "3.3"),
    remedy: isParent(actual, expected)
      ? "If this resource is meant to cover that URL, ask for its metadata by this identifier, or admit it with acceptParentResource."
      : "Do not use the metadata: it may send your tokens to somebody else.",
  });
}

/** Whether one URL is the other without the end of its path, at a slash; a query on either side makes it another resource. */
function isParent(parent: string, child: string): boolean {
  const one = parseUrl(parent);
  const other = parseUrl(child);
  if (one === undefined || other === undefined || one.origin !== other.origin || one.search !== "") return false;
  const path = one.pathname.endsWith("/") ? one.pathname : `${one.pathname}/`;
  return `${other.pathname}/`.startsWith(path);
}
