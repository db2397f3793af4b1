import { fapi2SecurityLabel } from "../../generated/documents.ts";
import type { ClientAssertion } from "../../generated/messages/client-assertion.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt } from "../jose/jwt.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { verifySecretSignature } from "../jose/verify-secret-signature.ts";
import { verifyJwt } from "../jose/verify-signature.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { ReplayStore } from "../util/replay-store.ts";
import { clientAssertionProfile as profile } from "./client-assertion.ts";
import {
  checkReceivedJwtExpectations,
  chooseReceivedAlgorithms,
  type ReceivedJwtExpectations,
  type ReceivedJwtTimes,
  receivedKind,
  wrongExpectation,
} from "./received-jwt.ts";
import { refuseForeignClaims } from "./refuse-foreign-claims.ts";

/** What the client is registered with: the method decides what its assertion is verified with, never the assertion. */
export type ClientAssertionCredential = PrivateKeyJwtCredential | ClientSecretJwtCredential;

/** A client of the method `private_key_jwt`. */
export interface PrivateKeyJwtCredential {
  readonly method: "private_key_jwt";
  /** The public keys that the client has registered. */
  readonly keys: KeySource;
  /** The registered `token_endpoint_auth_signing_alg`, or what the server announces. Default: every asymmetric algorithm. */
  readonly algorithms?: readonly string[] | undefined;
}

/** A client of the method `client_secret_jwt`. */
export interface ClientSecretJwtCredential {
  readonly method: "client_secret_jwt";
  readonly secret: string;
  /** The registered `token_endpoint_auth_signing_alg`, or what the server announces. Default `HS256`. */
  readonly algorithms?: readonly string[] | undefined;
}

/** What a server knows before it looks at a client assertion. */
export interface ClientAssertionExpectations extends ReceivedJwtExpectations {
  readonly credential: ClientAssertionCredential;
  /** Remembers which assertions have been used, for all processes of the server. */
  readonly replayStore: ReplayStore;
  /**
   * Audiences besides the issuer, such as the server's token endpoint, for clients that know no better. Default: none. An assertion for
   * an endpoint can be one that another server made the client send here: accept them only while such clients are about.
   */
  readonly legacyAudiences?: readonly string[] | undefined;
  /** How far `exp` may lie ahead, in seconds, 1 to 3600. Default 600. */
  readonly maxLifetimeSeconds?: number | undefined;
}

/**
 * Takes a client assertion apart without believing it, to find out which client it says it is of: its `sub`.
 * @throws ValidationError `ERR_VALIDATION_JWT` for a malformed JWT, `ERR_VALIDATION_CLAIMS` with every problem of the claims
 * @throws VerificationError `ERR_VERIFICATION_JWT_TYPE` for another kind of JWT
 * @see RFC 7523 §3
 */
export function decodeClientAssertion(text: string): UnverifiedJwt<ClientAssertion> {
  return checkJwtClaims(decodeJwt(text, profile), profile.schema).jwt;
}

/**
 * Verifies a client assertion at the server: `typ`, the shape of the claims, that issuer and subject are the client, the audience, which is
 * the server's issuer and nobody else, that it has not expired and does not live too long, the signature by the registered method, and last that
 * its `jti` is new. The caller compares the request's own `client_id`, where it has one, and answers `invalid_client` to what is thrown.
 * @returns its claims, frozen
 * @throws ValidationError as {@link decodeClientAssertion}
 * @throws VerificationError `ERR_VERIFICATION_JWT_TYPE`, `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_SUBJECT`, `ERR_VERIFICATION_AUDIENCE`,
 * `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_LIFETIME`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`, `ERR_VERIFICATION_REPLAY`, and as
 * `verifyJwt`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an expectation that is unusable, `ERR_CONFIGURATION_KEY` for a secret that is too short
 * @see RFC 7523 §3
 * @see OpenID Connect Core §9
 * @see FAPI 2.0 Security Profile §5.3.2.1
 */
export async function verifyClientAssertion(
  text: string,
  expectations: ClientAssertionExpectations,
): Promise<ClientAssertion> {
  const times = checkReceivedJwtExpectations(expectations);
  const verifySignature = chooseVerification(expectations);
  checkOptions(expectations);
  const decoded = decodeJwt(text, receivedKind(profile, expectations.requireType));
  const { jwt } = checkJwtClaims(decoded, profile.schema);
  const claims = jwt.unverifiedClaims;
  refuseForeignClaims(claims, profile);
  verifyParties(claims, expectations);
  verifyTimes(claims, expectations, times);
  await verifySignature(jwt);
  await claimOnce(claims, expectations, times);
  return deepFreeze(claims);
}

function chooseVerification({
  credential,
  fapi = false,
  signal,
}: ClientAssertionExpectations): (jwt: UnverifiedJwt<ClientAssertion>) => Promise<unknown> {
  if (credential?.method === "private_key_jwt") {
    const { keys } = credential;
    const algorithms = chooseReceivedAlgorithms(credential.algorithms, fapi);
    return (jwt) => verifyJwt(jwt, { keys, algorithms, signal });
  }
  if (credential?.method !== "client_secret_jwt" || fapi) {
    throw wrongExpectation(
      "credential",
      `must have the method private_key_jwt${fapi ? ", which is what FAPI 2.0 asks for" : " or client_secret_jwt"}`,
    );
  }
  const { secret, algorithms = ["HS256"] } = credential;
  if (typeof secret !== "string" || secret === "") throw wrongExpectation("secret", "must be text that is not empty");
  return (jwt) => verifySecretSignature(jwt, { secret, algorithms });
}

function checkOptions({ replayStore, maxLifetimeSeconds, legacyAudiences, fapi }: ClientAssertionExpectations): void {
  if (typeof replayStore?.claim !== "function")
    throw wrongExpectation("replayStore", "must have a method claim(key, expiresAtMs)");
  if (maxLifetimeSeconds !== undefined && !(maxLifetimeSeconds > 0 && maxLifetimeSeconds <= 3600))
    throw wrongExpectation("maxLifetimeSeconds", "must be a number of seconds from 1 to 3600");
  if (legacyAudiences === undefined) return;
  if (!Array.isArray(legacyAudiences) || fapi === true)
    throw wrongExpectation("legacyAudiences", fapi === true ? "has no place beside fapi" : "must be a list of texts");
}

function verifyParties(
  { iss, sub, aud }: ClientAssertion,
  { issuer, clientId, legacyAudiences = [], fapi = false }: ClientAssertionExpectations,
): void {
  if (iss !== clientId)
    throw failure("ERR_VERIFICATION_ISSUER", "iss", "was not issued by the client: its iss is another");
  if (sub !== clientId) throw failure("ERR_VERIFICATION_SUBJECT", "sub", "is not about the client: its sub is another");
  if (fapi && typeof aud !== "string") {
    throw new VerificationError("ERR_VERIFICATION_AUDIENCE", {
      message: "The aud of the client assertion must be text, not a list.",
      parameter: "aud",
      specification: specification("fapi2-security", "5.3.2.1", [fapi2SecurityLabel]),
    });
  }
  const accepted = [issuer, ...legacyAudiences];
  // Somebody else who is named too could use the assertion here.
  if ((typeof aud === "string" ? [aud] : aud).every((audience) => accepted.includes(audience))) return;
  throw failure("ERR_VERIFICATION_AUDIENCE", "aud", "is for somebody else: its aud is not the issuer of this server");
}

function verifyTimes(
  claims: ClientAssertion,
  { maxLifetimeSeconds = profile.maxLifetimeSeconds }: ClientAssertionExpectations,
  { clock, now, clockToleranceSeconds }: ReceivedJwtTimes,
): void {
  verifyValidity(claims, { name: profile.name, clock, clockToleranceSeconds });
  const { exp, iat = now } = claims;
  const most = maxLifetimeSeconds + clockToleranceSeconds;
  if (exp - now > most) {
    const problem = `expires in ${exp - now} seconds, accepted are ${maxLifetimeSeconds}`;
    throw failure("ERR_VERIFICATION_LIFETIME", "exp", problem);
  }
  if (now - iat > most) {
    const problem = `was issued ${now - iat} seconds ago, accepted are ${maxLifetimeSeconds}`;
    throw failure("ERR_VERIFICATION_ISSUED_AT", "iat", problem);
  }
}

/** Last, so that nobody but the client itself can use its `jti` up. */
async function claimOnce(
  { jti, exp }: ClientAssertion,
  { issuer, clientId, replayStore }: ClientAssertionExpectations,
  { clockToleranceSeconds }: ReceivedJwtTimes,
): Promise<void> {
  const key = `client-assertion:${await sha256Base64url(JSON.stringify([issuer, clientId, jti]))}`;
  if ((await replayStore.claim(key, Math.ceil(exp + clockToleranceSeconds) * 1000)) === true) return;
  throw failure("ERR_VERIFICATION_REPLAY", "jti", "has been used already: its jti is not new");
}

function failure(code: VerificationErrorCode, parameter: string, problem: string): VerificationError {
  return new VerificationError(code, {
    message: `The client assertion ${problem}.`,
    parameter,
    specification: specification(profile.document, profile.section),
  });
}
