import {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from "../../generated/messages/authorization-server-metadata.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { checkMessage } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { checkIssuerMatch } from "./check-issuer-match.ts";
import { findEndpointIssues } from "./endpoint-issues.ts";
import type { MetadataSource } from "./metadata-source.ts";
import { checkIssuer } from "./well-known.ts";

/**
 * Creates a source for metadata that is given by hand, for servers without discovery. It is checked once, like a fetched document.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable issuer
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of the metadata
 * @throws VerificationError `ERR_VERIFICATION_ISSUER` when the metadata names another issuer
 */
export function createStaticMetadataSource(
  issuer: string,
  given: AuthorizationServerMetadata,
  { tolerate }: { readonly tolerate?: readonly ToleranceName[] | undefined } = {},
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
      endpoint: "metadata (given)",
    });
  const metadata = deepFreeze(structuredClone(result.message));
  checkIssuerMatch(issuer, metadata.issuer, "metadata (given)");
  const discovered = Object.freeze({
    metadata,
    tolerated: result.tolerated,
    schema,
    url: "",
    maxAgeSeconds: undefined,
  });
  const get = async () => discovered;
  return Object.freeze({ issuer, get, refresh: get, peek: () => discovered });
}
