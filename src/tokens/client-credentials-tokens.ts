import type { TokenRequestClientCredentials } from "../../generated/messages/token-request-client-credentials.ts";
import type { ExtraParameters } from "../exchange/context.ts";
import type { OptionNames } from "../util/check-option-names.ts";
import { createTargetedFetch, type FetchLike } from "./authorized-fetch.ts";
import { checkManagerOptions, type GetTokenOptions, type TokenManagerOptions } from "./manager-options.ts";
import { createTokenCache } from "./token-cache.ts";
import type { ClientCredentialsClient } from "./token-client.ts";
import type { TokenSet } from "./token-set.ts";

/** What a client asks for when it asks for itself. */
export interface ClientCredentialsParameters {
  readonly scope?: string | undefined;
  /** The resources that the token is for, as in RFC 8707. */
  readonly resource?: string | readonly string[] | undefined;
  /** Who the token is for, at the servers that have this parameter beside or in place of `resource`. */
  readonly audience?: string | undefined;
  /** Parameters of the protocol that have no option here: `authorization_details`. */
  readonly parameters?: Omit<TokenRequestClientCredentials, "grant_type" | "scope" | "resource"> | undefined;
  /** Parameters that the protocol does not define. */
  readonly extra?: ExtraParameters | undefined;
}

/** What {@link createClientCredentialsTokens} may be given. */
export interface ClientCredentialsTokensOptions extends TokenManagerOptions, ClientCredentialsParameters {
  /** Most different tokens in the memory of this process; beyond them the one that was got longest ago is forgotten. Default 1000. */
  readonly maxEntries?: number | undefined;
}

/** Which token of a client; what is left out is as the manager was given it. */
export interface ClientCredentialsTokenOptions extends GetTokenOptions, ClientCredentialsParameters {}

/** Access tokens of a client for itself, that renew themselves. */
export interface ClientCredentialsTokens {
  /**
   * A token that is good for a while: of memory, of the store, or new.
   * @throws OAuthError, TransportError and the other errors of the client's `clientCredentials`; for a second or longer after a failure the same error again
   */
  readonly getToken: (options?: ClientCredentialsTokenOptions) => Promise<TokenSet>;
  /** Calls APIs with the token; shaped like `fetch`. See `createAuthorizedFetch`. */
  readonly fetch: FetchLike;
  /** Forgets the tokens that this process has had, in the store too. */
  readonly clear: () => Promise<void>;
}

/**
 * Creates a manager of the tokens that a client gets for itself. Nothing is asked for before the first call. Many callers, and with a store many processes,
 * cost one request; tokens are told apart by the issuer, the client, its DPoP key and every parameter.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 * @see RFC 6749 §4.4
 */
export function createClientCredentialsTokens(
  client: ClientCredentialsClient,
  options: ClientCredentialsTokensOptions = {},
): ClientCredentialsTokens {
  checkManagerOptions(options, optionNames, "createClientCredentialsTokens");
  const cache = createTokenCache({ ...options, client, grant: "client_credentials" });

  async function getToken(given: ClientCredentialsTokenOptions = {}): Promise<TokenSet> {
    const { message, extra } = readParameters(mergeOptions(options, given));
    const request = (): Promise<TokenSet> => client.clientCredentials(message, { extra });
    return cache.get({ parameters: { message, extra }, request }, given);
  }

  const { baseUrl, allowedOrigins, maxRedirects } = options;
  const fetch = createTargetedFetch({ baseUrl, allowedOrigins, maxRedirects, client, getToken });
  return Object.freeze<ClientCredentialsTokens>({ getToken, fetch, clear: cache.clear });
}

function readParameters({ scope, resource, audience, parameters, extra }: ClientCredentialsParameters): {
  readonly message: Omit<TokenRequestClientCredentials, "grant_type">;
  readonly extra: ExtraParameters;
} {
  return {
    message: {
      ...parameters,
      ...(scope === undefined ? {} : { scope }),
      ...(resource === undefined ? {} : { resource: typeof resource === "string" ? [resource] : [...resource] }),
    },
    extra: { ...extra, ...(audience === undefined ? {} : { audience }) },
  };
}

function mergeOptions(
  all: ClientCredentialsParameters,
  {
    scope = all.scope,
    resource = all.resource,
    audience = all.audience,
    parameters,
    extra,
  }: ClientCredentialsParameters,
): ClientCredentialsParameters {
  return { scope, resource, audience, parameters: parameters ?? all.parameters, extra: extra ?? all.extra };
}

const optionNames: OptionNames<ClientCredentialsParameters & Pick<ClientCredentialsTokensOptions, "maxEntries">> = {
  scope: true,
  resource: true,
  audience: true,
  parameters: true,
  extra: true,
  maxEntries: true,
};
