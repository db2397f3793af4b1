import { oidcDiscoveryLabel } from "../../generated/documents.ts";
import { type WebfingerRequest, webfingerRequestSchema } from "../../generated/messages/webfinger-request.ts";
import { type WebfingerResponse, webfingerResponseSchema } from "../../generated/messages/webfinger-response.ts";
import { wellKnownPaths } from "../constants/well-known-paths.ts";
import { ConfigurationError, ResponseError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage, type Toleration } from "../schema/check.ts";
import { encodeParameters } from "../schema/form.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { appendQuery, parseUrl } from "../util/url.ts";
import type { MetadataContext } from "./context.ts";

/** What a user typed, as WebFinger wants it. */
export interface UserIdentifier {
  /** The normalised identifier: `acct:joe@example.com`, `https://example.com/joe`. */
  readonly resource: string;
  /** The host that is asked, with its port where there is one. */
  readonly host: string;
}

/** The issuer that a user's host names. */
export interface DiscoveredIssuer {
  /** Where to log the user in. Its metadata must name the very same issuer, which `discoverMetadata` checks. */
  readonly issuer: string;
  /** The whole answer. */
  readonly response: WebfingerResponse;
}

/** How WebFinger is asked. */
export interface WebfingerOptions {
  /** Named deviations that are admitted; none by default. */
  readonly tolerate?: Toleration | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Normalises what a user typed: an e-mail-like `joe@example.com` becomes `acct:joe@example.com`; a host, with port, path or query if need be, becomes an
 * `https` URL; a text with its own scheme stays. A fragment is dropped.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an empty text, an XRI (`=`, `@`, `!` in front), another scheme than `acct` and `https`, and a text without a usable host
 * @see OpenID Connect Discovery §2.1
 */
export function parseUserIdentifier(input: string): UserIdentifier {
  const text = typeof input === "string" ? input.trim().replace(/#.*$/s, "") : "";
  if (text === "") throw unusable("is empty");
  if (/^(?:xri:|[=@!])/i.test(text)) throw unusable("is an XRI, which is not supported");
  const resource = withScheme(text);
  const host = resource.startsWith("acct:")
    ? hostOf(resource.slice(resource.lastIndexOf("@") + 1))
    : hostOfUrl(resource);
  if (host === undefined || !usableResource.test(resource)) throw unusable("has no usable host");
  return Object.freeze({ resource, host });
}

/**
 * Gives the URL that asks a host for the issuer of an identifier.
 * @throws ConfigurationError as {@link parseUserIdentifier}
 * @see OpenID Connect Discovery §2
 * @see RFC 7033 §4.1
 */
export function webfingerUrl(input: string): string {
  const { resource, host } = parseUserIdentifier(input);
  const message: WebfingerRequest = { resource, rel: [issuerRelation] };
  const checked = checkMessage(webfingerRequestSchema, message);
  if (!checked.ok) throw unusable("holds characters that no URI has");
  return appendQuery(`https://${host}${wellKnownPaths.webfinger}`, encodeParameters({ ...message }));
}

/**
 * Reads the answer of WebFinger: status 200, a JSON Resource Descriptor with a link to the issuer. Of several such links the first counts, because their
 * order is the host's preference.
 * @throws ResponseError for another status, media type or text than JSON
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the answer; an answer without the link is one
 * @see RFC 7033 §4.4
 * @see OpenID Connect Discovery §2
 */
export function readWebfingerResponse(
  answer: HttpAnswer,
  { tolerate }: Pick<WebfingerOptions, "tolerate"> = {},
): DiscoveredIssuer {
  const { status, endpoint } = answer;
  if (status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `WebFinger answered with status ${status}, not 200.`,
      status,
      endpoint,
      specification: specification("rfc7033", "4.2"),
      remedy: status === 404 ? "The host knows nothing about this identifier." : undefined,
    });
  }
  const document = readJsonObject(answer, { mediaTypes: ["application/jrd+json", "application/json"] });
  const checked = checkMessage(webfingerResponseSchema, document, { tolerate });
  const link = checked.ok ? checked.message.links.find(({ rel }) => rel === issuerRelation) : undefined;
  const url = parseUrl(link?.href ?? "");
  if (checked.ok && link?.href !== undefined && url?.protocol === "https:") {
    return Object.freeze({ issuer: link.href, response: deepFreeze(checked.message) });
  }
  const issues = checked.ok ? [noIssuer()] : checked.issues;
  const messageName = webfingerResponseSchema.name;
  throw new ValidationError("ERR_VALIDATION_RESPONSE", { messageName, issues, status, endpoint });
}

/**
 * Finds out from a user's own words at which issuer to log in. Then discover the issuer's metadata, and give the identifier as `login_hint`.
 *
 * The user decides which host is asked: on a server, give an `http` whose `fetch` refuses addresses of your own network. Redirects are not followed.
 * @throws ConfigurationError as {@link parseUserIdentifier}, TransportError where no answer arrives, and as {@link readWebfingerResponse}
 * @see OpenID Connect Discovery §2
 */
export async function discoverIssuer(
  { http }: MetadataContext,
  input: string,
  { tolerate, signal }: WebfingerOptions = {},
): Promise<DiscoveredIssuer> {
  const answer = await http.get({
    path: wellKnownPaths.webfinger,
    url: webfingerUrl(input),
    endpointName: "webfinger",
    accept: "application/jrd+json, application/json",
    signal,
  });
  return readWebfingerResponse(answer, { tolerate });
}

function withScheme(text: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
  // A port after a host looks like a scheme, and is none.
  if (scheme === "" || /^\d+(?:[/?]|$)/.test(rest))
    return /^[^@/?:]+@[^@/?:]+$/.test(text) ? `acct:${text}` : withPath(`https://${text}`);
  const known = scheme.toLowerCase();
  if (known === "acct" || known === "https") return withPath(`${known}:${rest}`);
  throw unusable("has a scheme that is neither acct nor https");
}

/** A bare host is the same as its root. */
function withPath(resource: string): string {
  return /^https:\/\/[^/?]+$/.test(resource) ? `${resource}/` : resource;
}

/** The host alone, as a URL spells it: in lower case, in Punycode. */
function hostOf(host: string): string | undefined {
  const url = parseUrl(`https://${host}/`);
  const isHost =
    url !== undefined && url.pathname === "/" && url.search === "" && url.username === "" && url.port === "";
  return isHost && !host.includes("/") && !host.includes("\\") ? url.host : undefined;
}

function hostOfUrl(resource: string): string | undefined {
  const url = parseUrl(resource);
  return url === undefined || url.username !== "" || url.password !== "" || resource.includes("\\")
    ? undefined
    : url.host;
}

function noIssuer(): ValidationIssue {
  return {
    pointer: "/links",
    keyword: "contains",
    message: `must hold a link with the relation ${issuerRelation} to an issuer`,
    specification: specification("oidc-discovery", "2", [oidcDiscoveryLabel]),
    tolerances: [],
  };
}

function unusable(problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The identifier of the user ${problem}.`,
    parameter: "input",
    specification: specification("oidc-discovery", "2.1", [oidcDiscoveryLabel]),
    remedy: "Ask the user for an address like joe@example.com or the host of the provider.",
  });
}

/** No white space, which parsers drop; one `@` in an account, so that nobody can read another host into it. */
const usableResource = /^(?:https:\/\/[^/?@\s]\S*|acct:[^@/?\s]+@[^@/?\s]+)$/;

const issuerRelation = "http://openid.net/specs/connect/1.0/issuer";
