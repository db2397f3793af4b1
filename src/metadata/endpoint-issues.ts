import type { MessageSchema } from "../../generated/message-schema.ts";
import { specification } from "../errors/specification.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { isMember } from "../schema/check.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";

/**
 * Finds endpoints whose URL looks right to the schema, yet cannot be parsed, is not `https` (`http` on a loopback host)
 * once it is, or carries credentials. Members that no specification names are ignored, as are those that have an issue already.
 *
 * @see RFC 8414 §2
 */
export function findEndpointIssues(
  schema: MessageSchema<unknown>,
  document: object,
  known: readonly ValidationIssue[],
): readonly ValidationIssue[] {
  const aliases = "mtls_endpoint_aliases" in document ? document.mtls_endpoint_aliases : undefined;
  const endpoints = Object.entries(document)
    .filter(([name]) => endpointName.test(name) && isMember(schema, name))
    .map(([name, value]) => [`/${name}`, value] as const);
  const aliased = Object.entries(typeof aliases === "object" && aliases !== null ? aliases : {})
    .filter(([name]) => endpointName.test(name) && isMember(schema, name))
    .map(([name, value]) => [`/mtls_endpoint_aliases/${name}`, value] as const);
  return [...endpoints, ...aliased]
    .filter(([pointer, value]) => !isUsable(value) && !known.some((issue) => issue.pointer === pointer))
    .map(([pointer]) => ({
      pointer,
      keyword: "format",
      message: "must be a well-formed https URL without credentials (http on a loopback host only)",
      specification: specification("rfc8414", "2"),
      tolerances: [],
    }));
}

function isUsable(value: unknown): boolean {
  const url = typeof value === "string" ? parseUrl(value) : undefined;
  return url !== undefined && isSecureUrl(url) && url.username === "" && url.password === "";
}

const endpointName = /(?:_endpoint|^jwks_uri)$/;
