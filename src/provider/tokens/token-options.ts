import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { isAsymmetricAlgorithm } from "../../jose/asymmetric-algorithm.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** A resource server, by the identifier that becomes the audience of its tokens. */
export interface ResourceOptions {
  /** Scopes that it knows. Left out: every scope of the client. */
  readonly scopes?: readonly string[] | undefined;
  /** `jwt`: RFC 9068, verified without asking the provider; `opaque`: by introspection. Default `opaque`. */
  readonly format?: "opaque" | "jwt" | undefined;
  /** Algorithm of its JWTs. Default: the provider's first. */
  readonly algorithm?: string | undefined;
  /** Clients that may ask about its tokens at the introspection endpoint, besides one whose `client_id` is the identifier. Default: none. */
  readonly introspectionClients?: readonly string[] | undefined;
  /** At most so long an access token for it lives. Default: `lifetimes.accessTokenSeconds`. */
  readonly accessTokenSeconds?: number | undefined;
}

/** What is different for one client. */
export interface ClientTokenOptions {
  /** How long its access tokens live, at most 86400 s; a resource that says less has its way. */
  readonly accessTokenSeconds?: number | undefined;
}

/** How tokens are made. */
export interface TokenOptions {
  /** The resource servers (RFC 8707), by identifier. */
  readonly resources?: Readonly<Record<string, ResourceOptions>> | undefined;
  /** The resource that is meant where a request names none. Left out: the issuer itself, with opaque tokens. */
  readonly defaultResource?: string | undefined;
  /** What is different for single clients, by `client_id`. */
  readonly clients?: Readonly<Record<string, ClientTokenOptions>> | undefined;
  /** For how long a refresh token that was just used may be used again, with the same outcome. Default 10 s; none with the FAPI profile. */
  readonly refreshLeewaySeconds?: number | undefined;
  /**
   * Whose refresh tokens are replaced with every use: those of all clients, or only those of public clients that are bound to no key. One that is not replaced
   * lives as long as its grant. Default `always`; `public` with the FAPI profile, which takes no other.
   */
  readonly rotateRefreshTokens?: "always" | "public" | undefined;
  /** Whether a code that is used twice takes back what was issued for it. Default `true`. */
  readonly revokeOnCodeReplay?: boolean | undefined;
}

/**
 * Checks what callers without types could get wrong, and lifetimes that are none.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkTokenOptions(options: TokenOptions = {}): void {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "tokens" });
  const { refreshLeewaySeconds: leeway = 0, rotateRefreshTokens: rotation = "always" } = options;
  if (!(Number.isFinite(leeway) && leeway >= 0 && leeway <= maxLeewaySeconds))
    throw wrong("refreshLeewaySeconds", `must be 0 to ${maxLeewaySeconds} seconds`);
  if (rotation !== "always" && rotation !== "public") throw wrong("rotateRefreshTokens", "must be always or public");
  for (const [name, resource] of Object.entries(options.resources ?? {})) checkResource(name, resource);
  for (const [name, client] of Object.entries(options.clients ?? {}))
    checkOptionNames(client, clientNames, { of: "createProvider", at: `tokens.clients[${JSON.stringify(name)}]` });
  for (const [part, entries] of [
    ["resources", options.resources],
    ["clients", options.clients],
  ] as const) {
    for (const [name, { accessTokenSeconds: seconds = 1 }] of Object.entries(entries ?? {}))
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > maxAccessTokenSeconds)
        throw wrong(
          `${part}[${JSON.stringify(name)}].accessTokenSeconds`,
          `must be 1 to ${maxAccessTokenSeconds} whole seconds`,
        );
  }
}

/**
 * Makes sure that there are keys for what the JWTs of a resource are signed with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the resource
 */
export function requireResourceKeys(options: TokenOptions | undefined, algorithms: readonly string[]): void {
  const { resources = {} } = options ?? {};
  for (const [name, { algorithm }] of Object.entries(resources))
    if (algorithm !== undefined && !algorithms.includes(algorithm))
      throw wrong(
        `resources[${JSON.stringify(name)}].algorithm`,
        `must be one of keys.algorithms: ${algorithms.join(", ")}`,
      );
}

function checkResource(name: string, resource: ResourceOptions): void {
  const at = `resources[${JSON.stringify(name)}]`;
  checkOptionNames(resource, resourceNames, { of: "createProvider", at: `tokens.${at}` });
  const { format = "opaque", algorithm } = resource;
  if (format !== "opaque" && format !== "jwt") throw wrong(`${at}.format`, "must be opaque or jwt");
  if (algorithm === undefined || isAsymmetricAlgorithm(algorithm)) return;
  throw wrong(`${at}.algorithm`, "must be an asymmetric signature algorithm, such as RS256, ES256 or EdDSA");
}

function wrong(option: string, problem: string): ConfigurationError {
  const parameter = `tokens.${option}`;
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${problem}.`,
    parameter,
    specification: specification("rfc9700", "4.14"),
  });
}

const maxLeewaySeconds = 60;
const maxAccessTokenSeconds = 86_400;
const resourceNames: OptionNames<ResourceOptions> = {
  scopes: true,
  format: true,
  algorithm: true,
  introspectionClients: true,
  accessTokenSeconds: true,
};
const clientNames: OptionNames<ClientTokenOptions> = { accessTokenSeconds: true };
const optionNames: OptionNames<TokenOptions> = {
  resources: true,
  defaultResource: true,
  clients: true,
  refreshLeewaySeconds: true,
  rotateRefreshTokens: true,
  revokeOnCodeReplay: true,
};
