import type { ClientAssertion } from "../../generated/messages/client-assertion.ts";
import { clientAssertionTypes } from "../constants/client-assertion-types.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type SigningHeader, signJwt } from "../jose/sign-jwt.ts";
import type { SigningKey } from "../jose/signing-key.ts";
import { nowSeconds, systemClock } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import type { ClientAuthenticationContext, ClientAuthenticationParts } from "./client-authentication.ts";

/** What the two assertion methods let a caller choose. */
export interface ClientAssertionOptions {
  /**
   * Whom the assertion is for: the server's `issuer` (default), its `token_endpoint`, or a value given here. Always one
   * string. The issuer is what current specifications demand, since a token endpoint may be forged by metadata of another
   * server; older servers know the token endpoint only.
   */
  readonly audience?: "issuer" | "token_endpoint" | (string & {}) | undefined;
  /** How long an assertion is valid. Default 60. */
  readonly lifetimeSeconds?: number | undefined;
  /**
   * The header's `typ`. Left out by default: the draft that introduces `client-authentication+jwt` is not final, and
   * deployed servers refuse a `typ` other than `JWT`.
   */
  readonly typ?: string | undefined;
}

/** How an assertion is signed. */
export interface AssertionSigner {
  readonly alg: string;
  readonly kid?: string | undefined;
  readonly key: SigningKey;
}

/**
 * Makes a fresh client assertion and the body members that carry it. Issuer and subject are the client; `nbf` is left out,
 * because it only makes the assertion fail where the server's clock is behind.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_METADATA_MISSING` when the audience is a token endpoint that the metadata lacks
 * @see RFC 7523 §2.2
 * @see RFC 7523 §3
 * @see OpenID Connect Core §9
 */
export async function makeClientAssertion(
  context: ClientAuthenticationContext,
  { key, ...signer }: AssertionSigner,
  { audience, lifetimeSeconds = 60, typ }: ClientAssertionOptions,
): Promise<ClientAuthenticationParts> {
  const { clientId, clock = systemClock, random } = context;
  const iat = nowSeconds(clock);
  const claims: ClientAssertion = {
    iss: clientId,
    sub: clientId,
    aud: chooseAudience(context, audience),
    jti: randomBase64url(jtiOctets, random),
    iat,
    exp: iat + lifetimeSeconds,
  };
  const header: SigningHeader = { ...signer, typ };
  return {
    headers: {},
    body: {
      client_id: clientId,
      client_assertion_type: clientAssertionTypes.jwtBearer,
      client_assertion: await signJwt(header, claims, key),
    },
  };
}

/**
 * Checks the options before they are used.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a lifetime that is not a positive number of seconds
 */
export function checkAssertionOptions({ lifetimeSeconds = 60 }: ClientAssertionOptions): void {
  if (Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "lifetimeSeconds must be a whole number of seconds, one or more.",
    specification: specification("rfc7523", "3"),
    parameter: "lifetimeSeconds",
  });
}

function chooseAudience({ issuer, tokenEndpoint }: ClientAuthenticationContext, audience = "issuer"): string {
  if (audience === "issuer") return issuer;
  if (audience !== "token_endpoint") return audience;
  if (tokenEndpoint !== undefined) return tokenEndpoint;
  throw new ConfigurationError("ERR_CONFIGURATION_METADATA_MISSING", {
    message: "The client assertion is meant for the token_endpoint, which the server's metadata does not have.",
    specification: specification("rfc7523", "3"),
    parameter: "token_endpoint",
  });
}

const jtiOctets = 32;
