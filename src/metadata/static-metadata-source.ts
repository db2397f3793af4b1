import {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from "../../generated/messages/authorization-server-metadata.ts";
import { ConfigurationError } from "../errors/families.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import { checkMessage, type Toleration } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { createReporter } from "../util/reporter.ts";
import { checkIssuerMatch } from "./check-issuer-match.ts";
import { findEndpointIssues } from "./endpoint-issues.ts";
import type { MetadataEvent, MetadataEventListener } from "./metadata-event.ts";
import type { MetadataSource } from "./metadata-source.ts";
import { checkIssuer } from "./well-known.ts";

/** How metadata that is given by hand is judged. */
export interface StaticMetadataSourceOptions {
  /** Named deviations that are admitted; none by default. See `ReadMetadataOptions` for what that means for members that carry trust. */
  readonly tolerate?: Toleration | undefined;
  /** The issuers of several tenants, where one document is for all; see `ReadMetadataOptions`. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
  /** Is told which deviations were admitted, while the source is created. */
  readonly onEvent?: MetadataEventListener | undefined;
}

/**
 * Creates a source for metadata that is given by hand, for servers without discovery. It is checked once, like a fetched document.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable issuer, and for metadata that is no plain data
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of the metadata
 * @throws VerificationError `ERR_VERIFICATION_ISSUER` when the metadata names another issuer
 */
export function createStaticMetadataSource(
  issuer: string,
  given: AuthorizationServerMetadata,
  { tolerate, issuerTemplate, onEvent }: StaticMetadataSourceOptions = {},
): MetadataSource {
  checkIssuer(issuer);
  const schema = authorizationServerMetadataSchema;
  const result = checkMessage(schema, given, { tolerate });
  const known = result.ok ? [] : result.issues;
  const issues = [
    ...known,
    ...findEndpointIssues(schema, result.ok ? result.message : isRecord(given) ? given : {}, known),
  ];
  if (!result.ok || issues.length > 0)
    throw new ValidationError("ERR_VALIDATION_METADATA", {
      messageName: schema.name,
      issues,
      endpoint,
    });
  const metadata = copyFrozen(result.message);
  checkIssuerMatch(issuerTemplate?.template ?? issuer, metadata.issuer, endpoint);
  const report = createReporter<MetadataEvent>(onEvent);
  for (const deviation of result.tolerated)
    report?.({ type: "tolerated", issuer, document: "metadata", message: schema.name, endpoint, deviation });
  const discovered = Object.freeze({
    metadata,
    tolerated: deepFreeze(result.tolerated),
    schema,
    url: "",
    maxAgeSeconds: undefined,
  });
  const get = async () => discovered;
  return Object.freeze({ issuer, get, refresh: get, peek: () => discovered });
}

/** The caller's object stays as it is, and later changes of it have no effect. */
function copyFrozen(given: AuthorizationServerMetadata): AuthorizationServerMetadata {
  try {
    return deepFreeze(structuredClone(given));
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "metadata must be plain JSON data; it holds something that cannot be copied.",
      parameter: "metadata",
      cause,
    });
  }
}

const endpoint = "metadata (given)";
