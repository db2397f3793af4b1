import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { checkNestedNames, issuerNames, settingNames } from "./check-options.ts";
import type { ResourceServerIssuer, ResourceServerSettings } from "./resource-server-options.ts";
import { checkDemandNames } from "./route-demands.ts";

/**
 * Checks the names of a resource server's options, for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and the one that was probably meant
 */
export function checkResourceServerOptions(options: unknown): void {
  const ownIssuerNames = listIssuerNames();
  checkOptionNames(options, { ...listSettings(), ...ownIssuerNames, issuers: true }, { of });
  const given: Readonly<Record<string, unknown>> = { ...Object(options) };
  const { issuers, tokenCache, issuerFor, demands } = given;
  if (issuers !== undefined) {
    const misplaced = Object.keys(ownIssuerNames).find((name) => !shared.includes(name) && given[name] !== undefined);
    if (misplaced !== undefined) throw unusable(misplaced, "must be given in each entry of issuers, not beside them");
    for (const [index, entry] of Array.isArray(issuers) ? issuers.entries() : [])
      checkOptionNames(entry, ownIssuerNames, { of, at: `issuers[${index}]` });
  }
  checkNestedNames(given, of);
  if (demands !== undefined) checkDemandNames(demands, of, "demands");
  if (issuerFor !== undefined && typeof issuerFor !== "function") throw unusable("issuerFor", "must be a function");
  if (tokenCache !== undefined && tokenCache !== false && typeof Object(tokenCache).find !== "function")
    throw unusable("tokenCache", "must be what createVerifiedTokenCache makes, or false");
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const of = "createResourceServer";

/** What may stand beside a list of issuers, for those that do not say otherwise. */
const shared: readonly string[] = ["audience", "introspection"];

/** Functions, because a table that reads another one cannot be dropped by bundlers. */
function listSettings(): OptionNames<ResourceServerSettings<unknown>> {
  return { ...settingNames, demands: true, metadata: true, issuerFor: true, introspectForeignJwts: true };
}

function listIssuerNames(): OptionNames<ResourceServerIssuer> {
  const { metadata: _elsewhere, ...others } = issuerNames;
  const own = {
    tokens: true,
    introspection: true,
    introspectionEndpoint: true,
    issuerMetadata: true,
    clients: true,
  } as const;
  return { ...others, ...own };
}
