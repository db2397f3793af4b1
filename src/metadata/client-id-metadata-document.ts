import { draftCimdLabel } from "../../generated/documents.ts";
import {
  type ClientIdMetadataDocument,
  clientIdMetadataDocumentSchema,
} from "../../generated/messages/client-id-metadata-document.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { ConfigurationError, ResponseError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { hasSecretMembers } from "../jose/key-material.ts";
import { checkMessage, type Toleration } from "../schema/check.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { hasRewrittenCharacters, parseUrl } from "../util/url.ts";
import type { MetadataContext } from "./context.ts";
import { readMaxAgeSeconds } from "./freshness.ts";

/**
 * A client's document that was fetched and checked. All of it is frozen.
 * @experimental The draft may change.
 */
export interface FetchedClientIdMetadataDocument {
  readonly document: ClientIdMetadataDocument;
  /** How long the client lets it be kept, in seconds; `undefined` where it does not say. Errors must not be kept at all. */
  readonly maxAgeSeconds: number | undefined;
}

/**
 * Checks that a `client_id` can be the URL of a metadata document: `https`, with a path, without dot segments, fragment and credentials.
 * A query is allowed, though the draft advises against it. Nothing is normalised: the text itself is compared.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` saying which rule is broken
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 * @experimental The draft may change.
 */
export function checkClientIdUrl(clientId: string): void {
  const problem = urlProblems.find(([isBroken]) => isBroken(clientId))?.[1];
  if (problem === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `A client_id that is the URL of a metadata document ${problem}.`,
    parameter: "client_id",
    specification: specification("draft-cimd", "Client ID Metadata Document", [draftCimdLabel]),
  });
}

/**
 * Builds the document that a client publishes at its `client_id`, as `application/json`. Without `token_endpoint_auth_method` it is `none`, or
 * `private_key_jwt` where the document names keys: the default of registration, a secret, cannot be.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a `client_id` that no document can have
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the document; it must hold no secret, nor the private part of a key
 * @see RFC 7591 §2
 * @experimental The draft may change.
 */
export function buildClientIdMetadataDocument(document: ClientIdMetadataDocument): ClientIdMetadataDocument {
  checkClientIdUrl(document.client_id);
  const present = Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
  const { none, privateKeyJwt } = clientAuthenticationMethods;
  const hasKeys = present.jwks !== undefined || present.jwks_uri !== undefined;
  const complete = { token_endpoint_auth_method: hasKeys ? privateKeyJwt : none, ...present };
  const checked = checkDocument(complete);
  if (checked.ok) return deepFreeze(structuredClone(checked.message));
  throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: name, issues: checked.issues });
}

/**
 * Fetches the document of a client, for servers and for tests of one's own: no redirect, at most 5 kB, status 200, JSON, `client_id` the very URL.
 *
 * The URL comes from a stranger's request: give an `http` whose `fetch` refuses addresses of your own network and looks names up once. Keep
 * good documents no longer than `maxAgeSeconds`, and failures not at all.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a URL that no document can have
 * @throws TransportError where no answer arrives, and as {@link readClientIdMetadataDocument}
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 * @experimental The draft may change.
 */
export async function fetchClientIdMetadataDocument(
  { http }: MetadataContext,
  clientId: string,
  { tolerate, signal }: ClientIdMetadataDocumentOptions = {},
): Promise<FetchedClientIdMetadataDocument> {
  checkClientIdUrl(clientId);
  const endpointName = "client_id";
  const accept = "application/json";
  const answer = await http.get({ path: "/client", url: clientId, endpointName, accept, maxResponseBytes, signal });
  return readClientIdMetadataDocument(answer, clientId, { tolerate });
}

/**
 * How a client's document is fetched.
 * @experimental The draft may change.
 */
export interface ClientIdMetadataDocumentOptions {
  /** Named deviations that are admitted; none by default. */
  readonly tolerate?: Toleration | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the answer at a client's URL.
 * @throws ResponseError for another status, media type or text than JSON; ValidationError `ERR_VALIDATION_METADATA` with every problem of the document
 * @throws VerificationError `ERR_VERIFICATION_CLIENT` for the document of another client
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
 * @experimental The draft may change.
 */
export function readClientIdMetadataDocument(
  answer: HttpAnswer,
  clientId: string,
  { tolerate }: Pick<ClientIdMetadataDocumentOptions, "tolerate"> = {},
): FetchedClientIdMetadataDocument {
  const { status, endpoint } = answer;
  if (status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `The request for the client's metadata document was answered with status ${status}, not 200.`,
      status,
      endpoint,
    });
  }
  const checked = checkDocument(readJsonObject(answer, { mediaTypes: ["application/json", "+json"] }), tolerate);
  if (!checked.ok) {
    const { issues } = checked;
    throw new ValidationError("ERR_VALIDATION_METADATA", { messageName: name, issues, status, endpoint });
  }
  if (checked.message.client_id !== clientId) {
    throw new VerificationError("ERR_VERIFICATION_CLIENT", {
      message: "The client_id in the metadata document is not the URL at which the document is.",
      parameter: "client_id",
      endpoint,
      specification: specification("draft-cimd", "Client ID Metadata Document", [draftCimdLabel]),
    });
  }
  return Object.freeze({ document: deepFreeze(checked.message), maxAgeSeconds: readMaxAgeSeconds(answer.headers) });
}

type CheckedDocument =
  | { readonly ok: true; readonly message: ClientIdMetadataDocument }
  | { readonly ok: false; readonly issues: readonly ValidationIssue[] };

function checkDocument(value: unknown, tolerate?: Toleration): CheckedDocument {
  const checked = checkMessage(clientIdMetadataDocumentSchema, value, { tolerate });
  if (!checked.ok) return checked;
  const keys: readonly Jwk[] = checked.message.jwks?.keys ?? [];
  const issues = keys.flatMap((key, index) => (hasSecretMembers(key) ? [secretKey(index)] : []));
  return issues.length === 0 ? checked : { ok: false, issues };
}

function secretKey(index: number): ValidationIssue {
  return {
    pointer: `/jwks/keys/${index}`,
    keyword: "rule",
    message: "must be a public key, without its secret",
    specification: specification("draft-cimd", "Credential and Key Material Restrictions", [draftCimdLabel]),
    tolerances: [],
  };
}

/** In the order in which they are told; the raw text is looked at, because URL parsing removes dot segments and empty parts. */
const urlProblems: readonly (readonly [isBroken: (text: string) => boolean, text: string])[] = [
  [(text) => typeof text !== "string" || !/^https:\/\/[^/]/.test(text), "must begin with https://"],
  [hasRewrittenCharacters, "must not hold white space, control characters or a backslash"],
  [(text) => text.includes("#"), "must not have a fragment"],
  [(text) => /^https:\/\/[^/?]*@/.test(text), "must not hold a user name or password"],
  [(text) => parseUrl(text) === undefined, "must be a well-formed URL"],
  [(text) => !/^https:\/\/[^/?]+\//.test(text), "must have a path"],
  [(text) => /\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(text.replace(/\?.*$/s, "")), "must not have dot segments in its path"],
];

const name = "ClientIdMetadataDocument";

/** The draft's advice on the size of a document. */
const maxResponseBytes = 5120;
