import { ConfigurationError } from "../errors/families.ts";
import type { KeySource } from "../jose/key-source.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { keysOfTenant, tenantPlaceholder } from "./tenant-keys.ts";

/** The tenants of a server that gives each of them an issuer of its own, and publishes one metadata document for all. */
export interface IssuerTemplateOptions {
  /** The `issuer` of the server's metadata, `{tenantid}` in it: `https://login.microsoftonline.com/{tenantid}/v2.0`. */
  readonly template: string;
  /** The tenants whose users may log in: the values that `tid` of an ID token may have. There is no wildcard. */
  readonly tenants: readonly string[];
}

/** Judges the issuers of tokens by a template and a list of tenants; made by {@link createIssuerTemplate}. */
export interface IssuerTemplate {
  /** What the metadata must have as `issuer`, character by character; of what `only` gives, the one issuer. */
  readonly template: string;
  /** Whether `tid` is a tenant of the list, and `iss` the template filled with it. */
  readonly accepts: (claims: { readonly iss: string; readonly tid?: unknown }) => boolean;
  /** Whether an issuer is the template filled with a tenant of the list: for messages that have no `tid`. */
  readonly acceptsIssuer: (issuer: unknown) => boolean;
  /** Of the keys that all tenants share, those that may sign for an issuer: a key whose own member `issuer` names another one may not. */
  readonly keysFor: (keys: KeySource, issuer: string) => KeySource;
  /** The same for one issuer of the list alone: the one that an authorization response came from. */
  readonly only: (issuer: string) => IssuerTemplate;
}

/**
 * Creates what accepts the issuers of several tenants of one server. It is no tolerance: each issuer is one that the caller has named,
 * and is compared as a whole.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a template that is no https URL with `{tenantid}` as one segment of its path, and for a
 * list that is empty or has a value that cannot be a tenant; for an option that does not exist
 * @see OpenID Connect Discovery §4.3
 */
export function createIssuerTemplate(options: IssuerTemplateOptions): IssuerTemplate {
  checkOptionNames(options, optionNames, { of: "createIssuerTemplate", at: "issuerTemplate" });
  const { template, tenants } = options;
  const parts = typeof template === "string" ? template.split(`/${tenantPlaceholder}`) : [];
  const [start = "", end = ""] = parts;
  const url = parseUrl(`${start}/t${end}`);
  const isWhole = parts.length === 2 && (end === "" || end.startsWith("/"));
  if (
    !isWhole ||
    !/^https?:\/\/[^/?#@{}\s\\]+(?:\/[^?#{}\s\\]*)?$/.test(start + end) ||
    url === undefined ||
    !isSecureUrl(url)
  )
    throw wrong("template", "must be an https URL whose path has {tenantid} as one of its segments, once");
  if (!Array.isArray(tenants) || tenants.length === 0 || !tenants.every(isTenant))
    throw wrong("tenants", "must be a list of tenant identifiers, one at least; there is no wildcard");
  const issuers = new Map(tenants.map((tenant) => [tenant, `${start}/${tenant}${end}`]));
  return createFrom(template, issuers);
}

function createFrom(template: string, issuers: ReadonlyMap<string, string>): IssuerTemplate {
  const listed = new Set<unknown>(issuers.values());
  return Object.freeze({
    template,
    accepts: ({ iss, tid }: { readonly iss: string; readonly tid?: unknown }) =>
      typeof tid === "string" && iss === issuers.get(tid),
    acceptsIssuer: (issuer: unknown) => listed.has(issuer),
    keysFor: (keys: KeySource, issuer: string) => keysOfTenant(keys, template, issuer),
    only(issuer: string) {
      const one = new Map([...issuers].filter(([, listedIssuer]) => listedIssuer === issuer));
      return Object.freeze({ ...createFrom(template, one), template: issuer });
    },
  });
}

function isTenant(tenant: unknown): boolean {
  return typeof tenant === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(tenant);
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `issuerTemplate.${parameter} ${rule}.`,
    parameter: `issuerTemplate.${parameter}`,
  });
}

const optionNames: OptionNames<IssuerTemplateOptions> = { template: true, tenants: true };
