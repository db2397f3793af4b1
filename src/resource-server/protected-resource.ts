import {
  type ProtectedResourceMetadata,
  protectedResourceMetadataSchema,
} from "../../generated/messages/protected-resource-metadata.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findEndpointIssues } from "../metadata/endpoint-issues.ts";
import { protectedResourceMetadataUrl } from "../metadata/protected-resource-metadata.ts";
import { checkMessage } from "../schema/check.ts";
import type { ResourceRequestParts } from "./read-request.ts";

/** What a resource publishes about itself, under its wire names. */
export interface ProtectedResourceOptions {
  /** Default: the audience, where there is one and it is a URL. */
  readonly resource?: string | undefined;
  /** Any other member; `authorization_servers`, `bearer_methods_supported` and `dpop_signing_alg_values_supported` are filled in where they are left out. */
  readonly [member: string]: unknown;
}

/** What is known of a resource without being told. */
export interface ProtectedResourceFacts {
  readonly audiences: readonly string[];
  readonly issuers: readonly string[];
  /** `undefined` where the scheme DPoP is not known. */
  readonly dpopAlgorithms: readonly string[] | undefined;
}

/** Metadata that is published. */
export interface PublishedResource {
  /** Where clients find it. */
  readonly url: string;
  /** The answer to a request for it; `undefined` for a request for something else. */
  readonly respond: (request: Pick<ResourceRequestParts, "method" | "url">) => Response | undefined;
}

/**
 * Makes the metadata document of a resource, checked by the schema that its readers use.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the member
 * @see RFC 9728 §2
 * @see RFC 9728 §3.1
 */
export function publishResource(given: ProtectedResourceOptions, facts: ProtectedResourceFacts): PublishedResource {
  const metadata = createDocument(given, facts);
  const body = JSON.stringify(metadata);
  const url = protectedResourceMetadataUrl(metadata.resource);
  const target = splitTarget(url);
  return Object.freeze({
    url,
    respond({ method, url: requested }: Pick<ResourceRequestParts, "method" | "url">) {
      const { path, query } = splitTarget(requested);
      if (path !== target.path || (target.query !== "" && query !== target.query)) return undefined;
      return answer(method, body);
    },
  });
}

function createDocument(given: ProtectedResourceOptions, facts: ProtectedResourceFacts): ProtectedResourceMetadata {
  const { audiences, issuers, dpopAlgorithms } = facts;
  const [audience, ...others] = audiences;
  const members = {
    resource: others.length === 0 ? audience : undefined,
    authorization_servers: issuers,
    bearer_methods_supported: ["header"],
    ...(dpopAlgorithms === undefined ? {} : { dpop_signing_alg_values_supported: dpopAlgorithms }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  const checked = checkMessage(protectedResourceMetadataSchema, members);
  const known = checked.ok ? [] : checked.issues;
  const issues = [...known, ...findEndpointIssues(protectedResourceMetadataSchema, members, known)];
  if (checked.ok && issues.length === 0) return checked.message;
  const places = issues.map(({ pointer }) => `metadata${pointer.replaceAll("/", ".")}`);
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: issues.map(({ message }, index) => `${places[index]} ${message}.`).join(" "),
    parameter: places[0],
    specification: specification("rfc9728", "2"),
  });
}

/** Everybody may read it, scripts of other origins too. */
function answer(method: string, body: string): Response {
  const shared = { "Access-Control-Allow-Origin": "*" };
  if (method === "OPTIONS") {
    const preflight = { "Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Max-Age": "3600" };
    return new Response(null, { status: 204, headers: { ...shared, ...preflight } });
  }
  if (method !== "GET" && method !== "HEAD")
    return new Response(null, { status: 405, headers: { ...shared, Allow: "GET, HEAD, OPTIONS" } });
  return new Response(method === "HEAD" ? null : body, {
    headers: { ...shared, "Content-Type": "application/json", "Cache-Control": "public, max-age=3600" },
  });
}

/** The path as it was sent, because nothing may be rewritten where texts are compared. */
function splitTarget(url: string): { readonly path: string; readonly query: string } {
  const [, path = "", query = ""] = /^(?:[a-z]+:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  return { path, query };
}
