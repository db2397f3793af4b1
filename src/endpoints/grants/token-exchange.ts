import {
  tokenRequestTokenExchangeSchema as schema,
  type TokenRequestTokenExchange,
} from "../../../generated/messages/token-request-token-exchange.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { tokenTypeIdentifiers } from "../../constants/token-type-identifiers.ts";
import { VerificationError } from "../../errors/families.ts";
import { quotePrintable } from "../../errors/printable.ts";
import { specification } from "../../errors/specification.ts";
import { ValidationError } from "../../errors/validation-error.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/** What a token exchange may be given. */
export interface TokenExchangeOptions extends CallOptions {
  /** Kinds of token that are accepted in place of `requested_token_type`. Default: none. */
  readonly acceptedTokenTypes?: readonly string[] | undefined;
}

/** The token of an exchange. It stands in `response.access_token`, whatever its kind. */
export interface TokenExchangeResult extends GrantResult {
  /** Kind of the issued token, as a token type URI. */
  readonly issuedTokenType: string;
  /** Whether the issued token may be presented as an access token; `false` for `token_type` `N_A`, and for kinds that are something else whatever `token_type` says. */
  readonly isAccessToken: boolean;
}

/**
 * Exchanges a token for another one: on behalf of a user, for another audience, or of another kind. The issued token is opaque to the
 * client, also where it is an ID token: it may be meant for somebody else. An `id_token` beside it is verified.
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` for a response without `issued_token_type`
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_TYPE` for a token of another kind than was asked for
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 8693 §2.1
 */
export async function tokenExchangeGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestTokenExchange, "grant_type">,
  options: TokenExchangeOptions = {},
): Promise<TokenExchangeResult> {
  const request: TokenRequestTokenExchange = {
    ...message,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  };
  const response = await sendTokenRequest(context, { schema, message: request, tokenTypes: [notApplicable] }, options);
  const issuedTokenType = requireIssuedTokenType(response);
  const { requested_token_type: requested } = message;
  const accepted = requested === undefined ? undefined : [requested, ...(options.acceptedTokenTypes ?? [])];
  if (accepted?.includes(issuedTokenType) === false) throw otherKind(issuedTokenType, accepted);
  const isApplicable = response.token_type.toLowerCase() !== notApplicable;
  if (!isApplicable && issuedTokenType === tokenTypeIdentifiers.accessToken) throw contradiction();
  const result = await completeGrant(context, response, {
    requireIdToken: false,
    nonce: undefined,
    signal: options.signal,
  });
  const isAccessToken = isApplicable && !listOtherKinds().includes(issuedTokenType);
  return Object.freeze({ ...result, issuedTokenType, isAccessToken });
}

/** Required in the answer to this grant only, so the schema of all token responses leaves it open. */
function requireIssuedTokenType({ issued_token_type }: TokenResponse): string {
  if (issued_token_type !== undefined) return issued_token_type;
  throw new ValidationError("ERR_VALIDATION_RESPONSE", {
    messageName: "TokenResponse",
    endpoint: "token_endpoint",
    issues: [
      {
        pointer: "/issued_token_type",
        keyword: "required",
        message: "is required in the answer to a token exchange",
        specification: specification("rfc8693", "2.2.1"),
        tolerances: [],
      },
    ],
  });
}

function otherKind(issued: string, accepted: readonly string[]): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_TYPE", {
    message: `The issued token is a ${quotePrintable(issued)}, asked for was ${accepted.map((type) => quotePrintable(type)).join(" or ")}.`,
    parameter: "issued_token_type",
    endpoint: "token_endpoint",
    specification: specification("rfc8693", "2.2.1"),
    remedy: "If the kind is as good for you, name it in acceptedTokenTypes.",
  });
}

function contradiction(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_TYPE", {
    message: "The response says that it issued an access token, and with token_type N_A that the token is none.",
    parameter: "token_type",
    endpoint: "token_endpoint",
    specification: specification("rfc8693", "2.2.1"),
  });
}

/** `N_A` in lower case, as token types are compared. */
const notApplicable = "n_a";

/** Kinds of token that no resource takes as an access token. */
function listOtherKinds(): readonly string[] {
  const { refreshToken, idToken, saml1, saml2 } = tokenTypeIdentifiers;
  return [refreshToken, idToken, saml1, saml2];
}
