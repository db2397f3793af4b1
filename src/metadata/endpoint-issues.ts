import type { MessageSchema } from "../../generated/message-schema.ts";
import { specification } from "../errors/specification.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { isMember } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
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
  const places = [["", document] as const, ["/mtls_endpoint_aliases", isRecord(aliases) ? aliases : {}] as const];
  return places
    .flatMap(([parent, members]) =>
      Object.entries(members)
        .filter(([name]) => endpointName.test(name) && isMember(schema, name))
        .map(([name, value]) => [`${parent}/${name}`, value] as const),
    )
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
