import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { hasRewrittenCharacters, parseUrl } from "../util/url.ts";

/** How a server knows its own URL. One of them must be given; `baseUrl` comes first. */
export interface OwnUrlOptions {
  /** What browsers see before the path: `https://app.example.com`, with a path where a proxy takes that away. */
  readonly baseUrl?: string | undefined;
  /**
   * Believes the last entry of `X-Forwarded-Proto` and of `X-Forwarded-Host`, and `Host` where the latter is missing. Only behind a proxy that overwrites them and that nobody
   * can go round. Default `false`.
   */
  readonly trustProxy?: boolean | undefined;
  /** Believes `Host`, which whoever sends a request writes as he likes. For servers that no stranger reaches. Default `false`. */
  readonly trustHost?: boolean | undefined;
}

/** What a connection tells of the URL that a request was sent to. */
export interface RequestOrigin {
  readonly isEncrypted: boolean;
  /** The value of a header field, `undefined` where there is none. */
  readonly header: (name: string) => string | undefined;
}

/**
 * Checks how a server knows its own URL, and makes what finds out the URL of a request.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` where nothing is given, or a base that is no URL of a server
 */
export function createOwnUrl({
  baseUrl,
  trustProxy = false,
  trustHost = false,
}: OwnUrlOptions): (target: string, origin: RequestOrigin) => string {
  if (baseUrl !== undefined) {
    const base = checkBase(baseUrl);
    return (target) => base + pathOf(target);
  }
  if (!trustProxy && !trustHost) throw unknownOrigin();
  return (target, origin) => {
    const forwarded = (name: string): string | undefined => (trustProxy ? last(origin.header(name)) : undefined);
    const scheme = forwarded("x-forwarded-proto")?.toLowerCase() ?? (origin.isEncrypted ? "https" : "http");
    const host = forwarded("x-forwarded-host") ?? origin.header("host");
    if (host === undefined || !hostForm.test(host)) throw unreadable("/host", "must be a host, with or without port");
    if (scheme !== "https" && scheme !== "http") throw unreadable("/x-forwarded-proto", "must be https or http");
    return `${scheme}://${host}${pathOf(target)}`;
  };
}

/** A relying party knows its own origin, and takes the path and the query alone of the URL of a request: any origin will do. */
export function anyOrigin(options: OwnUrlOptions): OwnUrlOptions {
  const isTold = options.baseUrl !== undefined || options.trustProxy === true || options.trustHost === true;
  return isTold ? options : { baseUrl: "http://localhost" };
}

/** Of an absolute target the path alone counts: its host is as little known as that of `Host`. */
function pathOf(target: string): string {
  if (target.startsWith("/")) return target;
  const url = parseUrl(target);
  // A path without a slash, as that of `a:b`, would become part of the host.
  return url?.pathname.startsWith("/") === true ? `${url.pathname}${url.search}` : "/";
}

function last(field: string | undefined): string | undefined {
  const entry = field?.split(",").at(-1)?.trim();
  return entry === "" ? undefined : entry;
}

function checkBase(baseUrl: string): string {
  const isText = typeof baseUrl === "string" && !/[?#]/.test(baseUrl) && !hasRewrittenCharacters(baseUrl);
  const url = isText ? parseUrl(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "baseUrl must be an absolute http or https URL without credentials, query and fragment.",
      parameter: "baseUrl",
    });
  }
  return url.href.replace(/\/$/, "");
}

function unknownOrigin(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The server's own URL is not known: baseUrl is missing.",
    parameter: "baseUrl",
    remedy: "Give baseUrl, such as https://app.example.com; behind a proxy of your own trustProxy will do.",
  });
}

function unreadable(pointer: string, message: string): ValidationError {
  const rule = specification("rfc9449", "4.3");
  const issue = { pointer, keyword: "format", message, specification: rule, tolerances: [] };
  return new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName: "request", issues: [issue] });
}

const hostForm = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
