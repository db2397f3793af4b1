import type { TokenRequestTokenExchange } from "../../generated/messages/token-request-token-exchange.ts";
import type { TokenExchangeOptions } from "../endpoints/grants/token-exchange.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { decodeBase64url } from "../util/base64url.ts";
import type { OptionNames } from "../util/check-option-names.ts";
import { parseJson } from "../util/json.ts";
import { createTargetedFetch, type FetchLike } from "./authorized-fetch.ts";
import { checkManagerOptions, type GetTokenOptions, type TokenManagerOptions } from "./manager-options.ts";
import { createTokenCache } from "./token-cache.ts";
import type { TokenExchangeClient } from "./token-client.ts";
import type { TokenSet } from "./token-set.ts";

/** What {@link createTokenExchangeTokens} may be given. */
export interface TokenExchangeTokensOptions extends TokenManagerOptions {
  /** Parameters of every exchange, with their wire names. `subject_token_type` is that of access tokens where it is left out. */
  readonly parameters?: Partial<Omit<TokenRequestTokenExchange, "grant_type" | "subject_token">> | undefined;
  /** Kinds of token that are accepted in place of `requested_token_type`. */
  readonly acceptedTokenTypes?: readonly string[] | undefined;
  /** Most different tokens in the memory of this process. Default 1000. */
  readonly maxEntries?: number | undefined;
}

/** Whose token is exchanged, and for what. */
export interface ExchangeTokenOptions extends GetTokenOptions, Pick<TokenExchangeOptions, "extra"> {
  /** The token of the caller. */
  readonly subjectToken: string;
  /** When it ends, in milliseconds since 1970: what was got for it is not used any longer. Default: its `exp` where it is a JWT, else nobody knows. */
  readonly subjectExpiresAt?: number | undefined;
  /** Parameters of this exchange besides those of the manager, with their wire names. */
  readonly parameters?: TokenExchangeTokensOptions["parameters"];
}

/** Access tokens got in exchange for those of callers, that renew themselves. */
export interface TokenExchangeTokens {
  /**
   * A token in exchange for the subject's: of memory, of the store, or new.
   * @throws OAuthError, TransportError and the other errors of the client's `exchangeToken`; VerificationError `ERR_VERIFICATION_TOKEN_TYPE` for what is no access token;
   * ConfigurationError `ERR_CONFIGURATION_OPTION` without a subject's token
   */
  readonly getToken: (options: ExchangeTokenOptions) => Promise<TokenSet>;
  /** A `fetch` that calls APIs on behalf of the subject. See `createAuthorizedFetch`. */
  readonly fetchFor: (options: ExchangeTokenOptions) => FetchLike;
  /** Forgets the tokens that this process has had, in the store too. */
  readonly clear: () => Promise<void>;
}

/**
 * Creates a manager of tokens that are got in exchange for others. They are told apart by the subject's token (its digest), the actor's and every parameter,
 * and end with the subject's token.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 * @see RFC 8693 §2.1
 */
export function createTokenExchangeTokens(
  client: TokenExchangeClient,
  options: TokenExchangeTokensOptions = {},
): TokenExchangeTokens {
  checkManagerOptions(options, optionNames, "createTokenExchangeTokens");
  const cache = createTokenCache({ ...options, client, grant: "token_exchange" });
  const { acceptedTokenTypes } = options;

  async function getToken(given: ExchangeTokenOptions): Promise<TokenSet> {
    requireSubject(given);
    const { subjectToken: subject_token, extra, subjectExpiresAt = readExpiry(subject_token) } = given;
    const message = {
      subject_token_type: accessTokenType,
      ...options.parameters,
      ...given.parameters,
      subject_token,
    } as const;
    const request = async (): Promise<TokenSet> => {
      const { isAccessToken, ...tokens } = await client.exchangeToken(message, { extra, acceptedTokenTypes });
      if (isAccessToken) return Object.freeze(tokens);
      throw noAccessToken();
    };
    // The parameters hold the subject's token; of them only a digest is kept.
    return cache.get(
      { parameters: { message, extra, acceptedTokenTypes }, request, endsAtMs: subjectExpiresAt },
      given,
    );
  }

  const { baseUrl, allowedOrigins, maxRedirects } = options;
  return Object.freeze<TokenExchangeTokens>({
    getToken,
    fetchFor: (whose) =>
      createTargetedFetch({
        ...{ baseUrl, allowedOrigins, maxRedirects, client },
        getToken: (call) => getToken({ ...whose, ...call }),
      }),
    clear: cache.clear,
  });
}

/** For callers without types, whose own token may be missing. */
function requireSubject(given: Partial<ExchangeTokenOptions> | undefined): void {
  if (typeof given?.subjectToken === "string" && given.subjectToken !== "") return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "subjectToken must be the token of the caller.",
    parameter: "subjectToken",
    specification: specification("rfc8693", "2.1"),
  });
}

/** When a JWT says that it ends. It is not verified: the time can only shorten how long something is kept. */
function readExpiry(token: string): number | undefined {
  const [, payload = "", signature] = token.split(".");
  const octets = signature === undefined ? undefined : decodeBase64url(payload);
  const parsed = octets === undefined ? undefined : parseJson(new TextDecoder().decode(octets));
  const exp = parsed?.ok === true && isRecord(parsed.value) ? parsed.value.exp : undefined;
  return typeof exp === "number" ? exp * 1000 : undefined;
}

function noAccessToken(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_TYPE", {
    message: "The issued token is no access token, and no API can be called with it.",
    parameter: "issued_token_type",
    endpoint: "token_endpoint",
    specification: specification("rfc8693", "2.2.1"),
    remedy:
      "Ask for an access token with requested_token_type, or call exchangeToken of the client for tokens of other kinds.",
  });
}

const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";
const optionNames: OptionNames<Pick<TokenExchangeTokensOptions, "parameters" | "acceptedTokenTypes" | "maxEntries">> = {
  parameters: true,
  acceptedTokenTypes: true,
  maxEntries: true,
};
