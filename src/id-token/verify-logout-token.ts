import { oidcBackchannelLabel } from "../../generated/documents.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import type { LogoutToken } from "../../generated/messages/logout-token.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { readSignedJwt } from "../jose/read-signed-jwt.ts";
import { logoutTokenProfile } from "../jwt-profiles/logout-token.ts";
import { nowSeconds, systemClock } from "../util/clock.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { checkExpectations } from "./check-expectations.ts";
import { verifyParties } from "./claims.ts";
import { verifyLifetime } from "./times.ts";
import type { IdTokenExpectations } from "./verify-id-token.ts";

/** Everything that the client knows before it looks at a logout token; the same as for ID tokens of the same provider. */
export interface LogoutTokenExpectations
  extends Pick<
    IdTokenExpectations,
    | "issuer"
    | "issuerTemplate"
    | "clientId"
    | "trustedAudiences"
    | "keys"
    | "algorithms"
    | "decryption"
    | "clock"
    | "clockToleranceSeconds"
    | "tolerate"
    | "signal"
    | "onTolerated"
  > {
  /** How long ago the token may have been issued, more than 0. Default one hour. It bounds for how long a `jti` must be remembered. */
  readonly maxIssuedAgeSeconds?: number | undefined;
  /** Whether the token must name a session: the registered `backchannel_logout_session_required`. Default `false`. */
  readonly requireSid?: boolean | undefined;
  /** Told the header of the token, once the token has been verified. */
  readonly onVerified?: ((header: JwsHeader) => void) | undefined;
}

/**
 * Verifies a logout token and gives its claims, frozen. Verified are `typ` (`logout+jwt`, `JWT` or none), `alg`, the shape of every claim,
 * the event, that there is no `nonce`, `iss`, `aud`, `azp`, `exp`, `nbf`, `iat`, and the signature, by the rules for ID tokens. No ID token
 * passes for a logout token. Whether its `jti` has been seen before is the caller's to find out, in a store that outlives the call.
 *
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT`, `ERR_VALIDATION_CLAIMS` (all problems at once; a `sid` that is missing where one is required)
 * @throws {@link VerificationError} the code says which check failed
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming an expectation of the wrong type or out of range,
 * `ERR_CONFIGURATION_DECRYPTION_KEY` for an encrypted token without a key to open it
 * @see OpenID Connect Back-Channel Logout §2.6
 */
export async function verifyLogoutToken(
  logoutToken: string,
  expectations: LogoutTokenExpectations,
): Promise<LogoutToken> {
  const {
    algorithms = logoutTokenProfile.usualAlgorithms,
    keys,
    clock = systemClock,
    decryption,
    tolerate,
    signal,
    issuerTemplate,
  } = expectations;
  const now = nowSeconds(clock);
  checkExpectations({ ...expectations, receivedFrom: "token_endpoint", nonce: undefined }, now);
  const { header, claims, tolerated } = await readSignedJwt(logoutToken, {
    kind: logoutTokenProfile,
    schema: logoutTokenProfile.schema,
    algorithms,
    keys,
    keysFor: issuerTemplate && (({ iss }) => issuerTemplate.keysFor(keys, iss)),
    decryption,
    tolerate,
    signal,
    verifyClaims: (unverified) => verifyLogoutClaims(unverified, expectations, now),
  });
  expectations.onVerified?.(header);
  if (tolerated.length > 0) expectations.onTolerated?.(tolerated);
  return deepFreeze(claims);
}

/**
 * Until when a verified logout token could be presented again, in milliseconds since 1970.
 */
export function logoutTokenEnd(
  { exp, iat }: LogoutToken,
  { clockToleranceSeconds = 30, maxIssuedAgeSeconds = logoutTokenProfile.maxAgeSeconds }: LogoutTokenTimes,
): number {
  // Upwards, because the clock is rounded down where the token is verified.
  return Math.ceil(Math.min(exp, iat + maxIssuedAgeSeconds + 1) + clockToleranceSeconds) * 1000;
}

type LogoutTokenTimes = Pick<LogoutTokenExpectations, "clockToleranceSeconds" | "maxIssuedAgeSeconds">;

/** Steps 2 and 3 of the specification; the schema holds the others. */
function verifyLogoutClaims(claims: LogoutToken, expectations: LogoutTokenExpectations, now: number): void {
  verifyParties(claims, expectations, logoutTokenProfile);
  verifyLifetime(claims, expectations, { now, token: logoutTokenProfile });
  if (expectations.requireSid !== true || claims.sid !== undefined) return;
  throw new ValidationError("ERR_VALIDATION_CLAIMS", {
    messageName: logoutTokenProfile.name,
    issues: [
      {
        pointer: "/sid",
        keyword: "required",
        message: "is required, because the client is registered with backchannel_logout_session_required",
        specification: specification("oidc-backchannel", "2.2", [oidcBackchannelLabel]),
        tolerances: [],
      },
    ],
  });
}
