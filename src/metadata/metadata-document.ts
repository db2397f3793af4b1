import type { MessageSchema } from "../../generated/message-schema.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { ResponseError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import { checkMessage, type ToleratedDeviation, type Toleration } from "../schema/check.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { checkIssuerMatch } from "./check-issuer-match.ts";
import { findEndpointIssues } from "./endpoint-issues.ts";
import { readMaxAgeSeconds } from "./freshness.ts";

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
  /**
   * The issuers of several tenants, where one document is for all: its `issuer` must then be the template, character by character, and not
   * the issuer that it is looked up by. `createIssuerTemplate` of `ts-identity-model/jwt-profiles`.
   */
  readonly issuerTemplate?: IssuerTemplate | undefined;
}

/**
 * Reads the document of an answer: status 200 and a JSON object.
 * @throws ResponseError for another status, media type or text than JSON
 * @see RFC 8414 §3.2
 */
export function readDocument(answer: HttpAnswer): object {
  if (answer.status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `The metadata request was answered with status ${answer.status}, not 200.`,
      status: answer.status,
      endpoint: answer.endpoint,
      specification: specification("rfc8414", "3.2"),
    });
  }
  return readJsonObject(answer, { mediaTypes: ["application/json"] });
}

/** What a document came with, and what it must speak for. */
export interface DocumentCircumstances {
  readonly answer: HttpAnswer;
  readonly issuer: string;
  readonly url: string;
  readonly options: ReadMetadataOptions;
}

/**
 * Checks a document: every member as its specification wants it, every endpoint `https`, the issuer the very string that was asked for.
 * @throws ValidationError `ERR_VALIDATION_METADATA` with all problems at once, VerificationError `ERR_VERIFICATION_ISSUER`
 * @see RFC 8414 §3.3
 */
export function checkDocument<T extends AuthorizationServerMetadata>(
  document: object,
  schema: MessageSchema<T>,
  { answer, issuer, url, options }: DocumentCircumstances,
): DiscoveredMetadata<T> {
  const { endpoint, status, headers } = answer;
  const checked = checkMessage(schema, document, { tolerate: options.tolerate });
  const found = checked.ok ? [] : checked.issues;
  const issues = [...found, ...findEndpointIssues(schema, checked.ok ? checked.message : document, found)];
  if (!checked.ok || issues.length > 0) {
    throw new ValidationError("ERR_VALIDATION_METADATA", { messageName: schema.name, issues, status, endpoint });
  }
  checkIssuerMatch(options.issuerTemplate?.template ?? issuer, checked.message.issuer, endpoint);
  return Object.freeze({
    metadata: deepFreeze(checked.message),
    tolerated: deepFreeze(checked.tolerated),
    schema,
    url,
    maxAgeSeconds: readMaxAgeSeconds(headers),
  });
}
