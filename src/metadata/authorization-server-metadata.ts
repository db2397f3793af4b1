import {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from "../../generated/messages/authorization-server-metadata.ts";
import {
  type OpenidProviderMetadata,
  openidProviderMetadataSchema,
} from "../../generated/messages/openid-provider-metadata.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { MetadataContext } from "./context.ts";
import { checkDocument, type DiscoveredMetadata, type ReadMetadataOptions, readDocument } from "./metadata-document.ts";
import { authorizationServerMetadataUrl, openidConfigurationUrl } from "./well-known.ts";

/** Which well-known document: OpenID Connect Discovery's, or RFC 8414's. */
export type MetadataForm = "openid" | "oauth2";

/** How metadata is fetched. */
export interface FetchMetadataOptions extends ReadMetadataOptions {
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches an authorization server's metadata from the URL of RFC 8414 and checks it like {@link readAuthorizationServerMetadata}.
 *
 * @throws ConfigurationError for an unusable issuer, TransportError where no answer arrives,
 * ResponseError for a foreign answer, ValidationError and VerificationError for a document that must not be used
 * @see RFC 8414 §3
 */
export async function fetchAuthorizationServerMetadata(
  context: MetadataContext,
  issuer: string,
  options: FetchMetadataOptions = {},
): Promise<DiscoveredMetadata> {
  const answer = await requestMetadata(context, issuer, { form: "oauth2", signal: options.signal });
  return readAuthorizationServerMetadata(answer, issuer, options);
}

/**
 * Fetches an OpenID provider's metadata from the URL of OpenID Connect Discovery and checks it like {@link readOpenidProviderMetadata}.
 *
 * @throws ConfigurationError for an unusable issuer, TransportError where no answer arrives,
 * ResponseError for a foreign answer, ValidationError and VerificationError for a document that must not be used
 * @see OpenID Connect Discovery §4
 */
export async function fetchOpenidProviderMetadata(
  context: MetadataContext,
  issuer: string,
  options: FetchMetadataOptions = {},
): Promise<DiscoveredMetadata<OpenidProviderMetadata>> {
  const answer = await requestMetadata(context, issuer, { form: "openid", signal: options.signal });
  return readOpenidProviderMetadata(answer, issuer, options);
}

/**
 * Asks for one form of an issuer's metadata; the answer has not been looked at.
 *
 * @throws ConfigurationError for an unusable issuer, TransportError where no answer arrives, ResponseError for a redirect or too large an answer
 */
export async function requestMetadata(
  { http }: MetadataContext,
  issuer: string,
  { form, signal }: { readonly form: MetadataForm; readonly signal?: AbortSignal | undefined },
): Promise<HttpAnswer> {
  const { path, name } = wellKnown[form];
  const url = metadataUrl(form, issuer);
  return http.get({ path, url, endpointName: name, accept: "application/json", signal });
}

/**
 * Gives the URL at which one form of an issuer's metadata is published.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable issuer
 */
export function metadataUrl(form: MetadataForm, issuer: string): string {
  return form === "openid" ? openidConfigurationUrl(issuer) : authorizationServerMetadataUrl(issuer);
}

/**
 * Reads metadata that was fetched from the URL of RFC 8414: status 200, JSON, every member as its specification wants it,
 * the issuer the very string that was asked for, every endpoint `https` (`http` on a loopback host).
 * A document that shows itself as an OpenID provider's, by what it holds, is checked as one.
 *
 * @throws ResponseError for another status, media type or text than JSON, ValidationError `ERR_VALIDATION_METADATA`
 * with all problems at once, VerificationError `ERR_VERIFICATION_ISSUER`
 * @see RFC 8414 §3.2
 * @see RFC 8414 §3.3
 */
export function readAuthorizationServerMetadata(
  answer: HttpAnswer,
  issuer: string,
  options: ReadMetadataOptions = {},
): DiscoveredMetadata {
  const document = readDocument(answer);
  const isOpenid = openidMembers.some((member) => Object.hasOwn(document, member));
  const schema = isOpenid ? openidProviderMetadataSchema : authorizationServerMetadataSchema;
  return checkDocument<AuthorizationServerMetadata>(document, schema, {
    answer,
    issuer,
    url: authorizationServerMetadataUrl(issuer),
    options,
  });
}

/**
 * Reads metadata that was fetched from the URL of OpenID Connect Discovery; see {@link readAuthorizationServerMetadata}.
 *
 * @throws ResponseError for another status, media type or text than JSON, ValidationError `ERR_VALIDATION_METADATA`
 * with all problems at once, VerificationError `ERR_VERIFICATION_ISSUER`
 * @see OpenID Connect Discovery §4.2
 * @see OpenID Connect Discovery §4.3
 */
export function readOpenidProviderMetadata(
  answer: HttpAnswer,
  issuer: string,
  options: ReadMetadataOptions = {},
): DiscoveredMetadata<OpenidProviderMetadata> {
  return checkDocument(readDocument(answer), openidProviderMetadataSchema, {
    answer,
    issuer,
    url: openidConfigurationUrl(issuer),
    options,
  });
}

const wellKnown = {
  openid: { path: "/.well-known/openid-configuration", name: "openid-configuration" },
  oauth2: { path: "/.well-known/oauth-authorization-server", name: "oauth-authorization-server" },
} as const;

/** Members that only an OpenID provider publishes, and that every one must. */
const openidMembers = ["subject_types_supported", "id_token_signing_alg_values_supported"];
