import type { MessageSchema } from "../../generated/message-schema.ts";
import {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from "../../generated/messages/authorization-server-metadata.ts";
import {
  type OpenidProviderMetadata,
  openidProviderMetadataSchema,
} from "../../generated/messages/openid-provider-metadata.ts";
import { ResponseError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage, type ToleratedDeviation, type Toleration } from "../schema/check.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { checkIssuerMatch } from "./check-issuer-match.ts";
import type { MetadataContext } from "./context.ts";
import { findEndpointIssues } from "./endpoint-issues.ts";
import { readMaxAgeSeconds } from "./freshness.ts";
import { authorizationServerMetadataUrl, openidConfigurationUrl } from "./well-known.ts";

/** Which well-known document: OpenID Connect Discovery's, or RFC 8414's. */
export type MetadataForm = "openid" | "oauth2";

/** Metadata that has been checked, with what is known about where it came from. All of it is frozen. */
export interface DiscoveredMetadata<T extends AuthorizationServerMetadata = AuthorizationServerMetadata> {
  /** The document, as it was sent but for what was tolerated. */
  readonly metadata: T;
  /** Each deviation that was admitted. */
  readonly tolerated: readonly ToleratedDeviation[];
  /** The message that the document was checked as: an OpenID provider's metadata, or an authorization server's. */
  readonly schema: MessageSchema<T>;
  /** Where the document was fetched. */
  readonly url: string;
  /** How long the server lets the document be kept, in seconds; `undefined` where it does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** How metadata is read. */
export interface ReadMetadataOptions {
  /**
   * Named deviations that are admitted; none by default. Of members that carry trust (issuer, endpoints, algorithms) no value
   * is ever repaired: at most they count as absent, where they are missing, `null` or empty, and a call that needs them
   * fails. The issuer must always be there, and a value is not dropped where its absence would weaken a check.
   */
  readonly tolerate?: Toleration | undefined;
}

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
  return checkDocument<AuthorizationServerMetadata>(document, schema, { answer, issuer, form: "oauth2", options });
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
  return checkDocument(readDocument(answer), openidProviderMetadataSchema, { answer, issuer, form: "openid", options });
}

function readDocument(answer: HttpAnswer): object {
  if (answer.status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `The metadata request was answered with status ${answer.status}, not 200.`,
      status: answer.status,
      endpoint: answer.endpoint,
      specification: specification("rfc8414", "3.2"),
    });
  }
  const document = readJsonObject(answer, { mediaTypes: ["application/json"] });
  return typeof document === "object" && document !== null ? document : {};
}

interface Circumstances {
  readonly answer: HttpAnswer;
  readonly issuer: string;
  readonly form: MetadataForm;
  readonly options: ReadMetadataOptions;
}

function checkDocument<T extends AuthorizationServerMetadata>(
  document: object,
  schema: MessageSchema<T>,
  { answer, issuer, form, options }: Circumstances,
): DiscoveredMetadata<T> {
  const { endpoint, status, headers } = answer;
  const checked = checkMessage(schema, document, { tolerate: options.tolerate });
  const found = checked.ok ? [] : checked.issues;
  const issues = [...found, ...findEndpointIssues(schema, checked.ok ? checked.message : document, found)];
  if (!checked.ok || issues.length > 0) {
    throw new ValidationError("ERR_VALIDATION_METADATA", { messageName: schema.name, issues, status, endpoint });
  }
  checkIssuerMatch(issuer, checked.message.issuer, endpoint);
  return Object.freeze({
    metadata: deepFreeze(checked.message),
    tolerated: deepFreeze(checked.tolerated),
    schema,
    url: metadataUrl(form, issuer),
    maxAgeSeconds: readMaxAgeSeconds(headers),
  });
}

const wellKnown = {
  openid: { path: "/.well-known/openid-configuration", name: "openid-configuration" },
  oauth2: { path: "/.well-known/oauth-authorization-server", name: "oauth-authorization-server" },
} as const;

/** Members that only an OpenID provider publishes, and that every one must. */
const openidMembers = ["subject_types_supported", "id_token_signing_alg_values_supported"];
