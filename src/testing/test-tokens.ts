import { jwtTypes } from "../constants/jwt-types.ts";
import { signJwt } from "../jose/sign-jwt.ts";
import { calculateTokenHash } from "../jose/token-hash.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { randomBase64url, systemRandom } from "../util/random.ts";
import type { TestKeys } from "./test-keys.ts";
import { testValues } from "./test-values.ts";

/** Claims of a token that is made at will; one that is `undefined` is left out, also where it has a default. */
export type TestClaims = Readonly<Record<string, unknown>>;

/** How a token is made. */
export interface TestTokenOptions {
  /** Signs: {@link createTestKeys}. */
  readonly key: TestKeys;
  /** Members of the header besides `alg`, `kid` and `typ`, or in their place. */
  readonly header?: { readonly typ?: string | undefined; readonly kid?: string | undefined } | undefined;
  /** How long it lives. Default 600 s; a negative number makes a token that has expired. */
  readonly expiresInSeconds?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** How an ID token is made. */
export interface TestIdTokenOptions extends TestTokenOptions {
  /** Hashed into `at_hash`. */
  readonly accessToken?: string | undefined;
  /** Hashed into `c_hash`. */
  readonly code?: string | undefined;
}

/**
 * Signs an ID token with any claims, good or bad. What is left out is that of an example: `iss` https://id.example.com, `sub` ada, `aud` test-client.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that can't sign
 * @see OpenID Connect Core §2
 */
export async function createTestIdToken(claims: TestClaims, options: TestIdTokenOptions): Promise<string> {
  const { key, accessToken, code } = options;
  const hash = async (text: string | undefined): Promise<string | undefined> =>
    text === undefined ? undefined : calculateTokenHash(key.alg, text);
  const hashes = { at_hash: await hash(accessToken), c_hash: await hash(code) };
  return sign({ aud: testValues.clientId, ...hashes, ...claims }, options);
}

/**
 * Signs a JWT access token with any claims, good or bad. What is left out is that of an example: `iss` https://id.example.com, `sub` ada,
 * `aud` https://api.example.com, `client_id` test-client, a new `jti`.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that can't sign
 * @see RFC 9068 §2.2
 */
export async function createTestAccessToken(claims: TestClaims, options: TestTokenOptions): Promise<string> {
  const { audience: aud, clientId: client_id } = testValues;
  const header = { typ: jwtTypes.accessToken, ...options.header };
  return sign({ aud, client_id, jti: randomBase64url(16, systemRandom), ...claims }, { ...options, header });
}

function sign(claims: TestClaims, options: TestTokenOptions): Promise<string> {
  const { key, header, expiresInSeconds = 600, clock = systemClock } = options;
  const iat = nowSeconds(clock);
  const times = expiresInSeconds < 0 ? { iat: iat + expiresInSeconds - 600 } : { iat };
  const all = { iss: testValues.issuer, sub: testValues.subject, ...times, exp: iat + expiresInSeconds, ...claims };
  return signJwt({ alg: key.alg, kid: key.kid, ...header }, all, key.privateJwk);
}
