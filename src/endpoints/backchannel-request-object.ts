import { cibaLabel } from "../../generated/documents.ts";
import {
  type BackchannelAuthenticationRequest,
  backchannelAuthenticationRequestSchema as requestSchema,
} from "../../generated/messages/backchannel-authentication-request.ts";
import { type ClientKey, resolvePrivateKey } from "../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext, ExtraParameters } from "../exchange/context.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import { signJwt } from "../jose/sign-jwt.ts";
import { nowSeconds } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";

/** What a signed request says. */
export interface BackchannelRequestClaims {
  readonly message: BackchannelAuthenticationRequest;
  readonly extra: ExtraParameters | undefined;
}

/**
 * Signs a backchannel authentication request with a key of the client, as a JWT for one minute with a fresh `jti`. All parameters are
 * claims of it: beside it only the client authentication may stand.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that cannot sign with an algorithm of the server, `ERR_CONFIGURATION_PARAMETER_RESERVED`
 * @see CIBA Core §7.1.1
 */
export async function signBackchannelRequest(
  context: ExchangeContext,
  { message, extra = {} }: BackchannelRequestClaims,
  signingKey: ClientKey,
): Promise<string> {
  encodeRequest(requestSchema, message, { extra, endpoint: "backchannel_authentication_endpoint" });
  const reserved = Object.keys(extra).find((name) => jwtClaims.includes(name));
  if (reserved !== undefined) throw reservedClaim(reserved);
  const { metadata, clientId, clock, random } = context;
  const { key, alg, kid } = await resolvePrivateKey(
    signingKey,
    metadata.backchannel_authentication_request_signing_alg_values_supported,
  );
  const now = nowSeconds(clock);
  const claims = {
    ...message,
    ...extra,
    iss: clientId,
    aud: metadata.issuer,
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    jti: randomBase64url(jtiOctets, random),
  };
  return signJwt({ alg, kid }, claims, key);
}

function reservedClaim(name: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The extra parameter ${name} is a claim of the JWT that carries the request.`,
    parameter: name,
    specification: specification("ciba", "7.1.1", [cibaLabel]),
  });
}

/** With `sub`, the request could be passed off as an assertion that authenticates the client (RFC 9101 §10.8). */
const jwtClaims: readonly string[] = ["iss", "aud", "exp", "iat", "nbf", "jti", "sub"];
const lifetimeSeconds = 60;
const jtiOctets = 32;
