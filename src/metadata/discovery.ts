import {
  ConfigurationError,
  isResponseError,
  isTransportError,
  ResponseError,
  TransportError,
} from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import type { Toleration } from "../schema/check.ts";
import {
  type FetchMetadataOptions,
  type MetadataForm,
  metadataUrl,
  readAuthorizationServerMetadata,
  readOpenidProviderMetadata,
  requestMetadata,
} from "./authorization-server-metadata.ts";
import type { MetadataContext } from "./context.ts";
import type { DiscoveredMetadata } from "./metadata-document.ts";

/** Where metadata is looked for: at one of the two well-known URLs, or at both in turn. */
export type Discovery = "openid" | "oauth2" | "auto";

/** What a discovery depends on besides the issuer. */
export interface DiscoveryOptions {
  /**
   * Where metadata is looked for. `auto`, the default, asks for OpenID Connect's document first and for RFC 8414's only
   * where the server says that it does not have the first (a client error, 404 as a rule).
   */
  readonly discovery?: Discovery | undefined;
  /**
   * Named deviations that are admitted; none by default. Of members that carry trust (issuer, endpoints, algorithms) no value
   * is ever repaired: at most they count as absent, where they are missing, `null` or empty, and a call that needs them
   * fails. The issuer must always be there, and a value is not dropped where its absence would weaken a check.
   */
  readonly tolerate?: Toleration | undefined;
  /** The issuers of several tenants, where one document is for all; see `ReadMetadataOptions`. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
}

/**
 * Finds and checks an issuer's metadata. Neither a failing server nor a document that breaks its specification makes it
 * look elsewhere: only the server's own word that the first document is not there does.
 *
 * @throws ConfigurationError for an unusable issuer or option, TransportError where no answer arrives,
 * ResponseError for a foreign answer or none of the documents, telling each URL that was tried and its status,
 * ValidationError and VerificationError for a document that must not be used
 * @see OpenID Connect Discovery §4
 * @see RFC 8414 §3
 */
export async function discoverMetadata(
  context: MetadataContext,
  issuer: string,
  options: DiscoveryOptions & FetchMetadataOptions = {},
): Promise<DiscoveredMetadata> {
  const forms = formsOf(options.discovery);
  const tried: Attempt[] = [];
  for (const form of forms) {
    try {
      const answer = await requestMetadata(context, issuer, { form, signal: options.signal });
      if (!isNotHere(answer.status)) return readers[form](answer, issuer, options);
      tried.push({ url: metadataUrl(form, issuer), status: answer.status });
    } catch (error) {
      throw withTrace(error, issuer, tried);
    }
  }
  throw notFound(issuer, tried);
}

/**
 * Lists the forms of metadata that a discovery looks for, in order.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unknown value
 */
export function formsOf(discovery: Discovery = "auto"): readonly MetadataForm[] {
  if (Object.hasOwn(forms, discovery)) return forms[discovery];
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `discovery must be one of ${Object.keys(forms).join(", ")}.`,
    parameter: "discovery",
  });
}

/** A well-known URL whose answer said that there is nothing. */
interface Attempt {
  readonly url: string;
  readonly status: number;
}

/** A client error says that the document is not there, unless it asks to try again later. */
function isNotHere(status: number): boolean {
  return status >= 400 && status < 500 && !temporaryStatuses.includes(status);
}

function notFound(issuer: string, tried: readonly Attempt[]): ResponseError {
  return new ResponseError("ERR_RESPONSE_STATUS", {
    message: `No metadata of issuer ${issuer} was found: ${tell(tried)}.`,
    status: tried.at(-1)?.status ?? 0,
    specification: specification("rfc8414", "3"),
    remedy:
      "Check the issuer, tenant and realm included; a server without discovery needs its metadata configured by hand.",
  });
}

/** Where another URL was tried before, a failure of the wire tells of it; errors about a document name their URL anyway. */
function withTrace(error: unknown, issuer: string, tried: readonly Attempt[]): unknown {
  if (tried.length === 0) return error;
  const message = `The metadata of issuer ${issuer} could not be fetched: ${tell(tried)}; the next attempt failed, see cause.`;
  if (isResponseError(error)) {
    return new ResponseError(error.code, { message, status: error.status, endpoint: error.endpoint, cause: error });
  }
  if (isTransportError(error))
    return new TransportError(error.code, { message, endpoint: error.endpoint, cause: error });
  return error;
}

function tell(tried: readonly Attempt[]): string {
  return tried.map(({ url, status }) => `GET ${url} was answered with ${status}`).join(", ");
}

const readers = { openid: readOpenidProviderMetadata, oauth2: readAuthorizationServerMetadata };

const forms: Readonly<Record<Discovery, readonly MetadataForm[]>> = {
  auto: ["openid", "oauth2"],
  openid: ["openid"],
  oauth2: ["oauth2"],
};

/** Request Timeout, Misdirected Request, Too Early, Too Many Requests. */
const temporaryStatuses = [408, 421, 425, 429];
