import type { TokenResponse } from "../../generated/messages/token-response.ts";
import { type AuthenticationScheme, authenticationSchemes } from "../constants/authentication-schemes.ts";
import { headerFields } from "../constants/header-fields.ts";
import type { DPoP, DPoPAnswer } from "../dpop/dpop.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";

/**
 * The header that presents a token.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a text that cannot travel in the header
 * @see RFC 6750 §2.1
 * @see RFC 9449 §7.1
 */
export function authorizationHeaders(
  token: string,
  scheme: AuthenticationScheme,
  parameter = "access_token",
): Readonly<Record<string, string>> {
  if (token68.test(token)) return { authorization: `${scheme} ${token}` };
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter.replaceAll("_", " ")} has characters that a ${scheme} credential cannot have.`,
    parameter,
    specification: specification("rfc6750", "2.1"),
    remedy: "Pass the access token alone, without its type.",
  });
}

/**
 * The header that presents a bearer token.
 * @param parameter - what the token is called, for the error
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a text that cannot travel in the header
 * @see RFC 6750 §2.1
 */
export function bearerHeaders(accessToken: string, parameter?: string): Readonly<Record<string, string>> {
  return authorizationHeaders(accessToken, authenticationSchemes.bearer, parameter);
}

/** What an access token is presented with. An exchange context fits. */
export interface TokenPresenter {
  /** The key that tokens are bound to. */
  readonly dpop?: DPoP | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomSource | undefined;
}

/** A request that presents an access token. */
export interface TokenPresentation {
  readonly method: string;
  readonly url: string;
  readonly accessToken: string;
  /** The `token_type` of the token. Default: `DPoP` where there is a key, else `Bearer`. */
  readonly tokenType?: string | undefined;
}

/**
 * Sends a request with an access token: as bearer token, or with a proof of its key, and then once more where the resource demands a nonce.
 * @param send - is given the header fields that present the token; it may be called twice
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a bound token without a key, `ERR_CONFIGURATION_OPTION` for a token that cannot travel
 * @see RFC 9449 §7.1
 */
export async function presentAccessToken<Answer extends DPoPAnswer>(
  { dpop, clock, random }: TokenPresenter,
  { method, url, accessToken, tokenType }: TokenPresentation,
  send: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<Answer> {
  if (!isProofDue(dpop, tokenType)) return send(bearerHeaders(accessToken));
  const headers = authorizationHeaders(accessToken, authenticationSchemes.dpop);
  const request = { method, url, accessToken, clock, random };
  return requireKey(dpop).send(request, (proof) => send({ ...headers, [headerFields.dpop]: proof }));
}

/** An access token with what is known about it; a token set fits. */
export interface PresentableToken {
  /** The token response, or these two members of it. */
  readonly response: Pick<TokenResponse, "access_token" | "token_type">;
  /** Thumbprint of the key that the token is bound to, where it is known. */
  readonly jkt?: string | undefined;
}

/**
 * Makes sure that the key a token is bound to is at hand. Nothing that is bound to one key is ever sent with another, or as a bearer token.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY`
 * @see RFC 9449 §7.2
 */
export function requireTokenKey({ response, jkt }: PresentableToken, dpop: DPoP | undefined): void {
  if (jkt === undefined && !isProofDue(dpop, response.token_type ?? "")) return;
  if (requireKey(dpop).jkt === jkt || jkt === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "The tokens are bound to another DPoP key than the client's.",
    parameter: "dpop",
    specification: specification("rfc9449", "5"),
    remedy: "Keep the key as long as the tokens (docs/guides/dpop.md), or log in again.",
  });
}

/** Whether a token is presented with a proof. */
export function isProofDue(dpop: DPoP | undefined, tokenType: string | undefined): boolean {
  return tokenType === undefined ? dpop !== undefined : tokenType.toLowerCase() === "dpop";
}

function requireKey(dpop: DPoP | undefined): DPoP {
  if (dpop !== undefined) return dpop;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "The token is bound to a DPoP key, and the client has none.",
    parameter: "dpop",
    specification: specification("rfc9449", "7.1"),
    remedy: "Give the client the key that it got the token with: the option dpop.",
  });
}

const token68 = /^[A-Za-z0-9._~+/-]+=*$/;
