import { fapi2MessageSigningLabel } from "../../generated/documents.ts";
import type { RequestObject } from "../../generated/messages/request-object.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { JwtDecryption } from "../jose/jwt-decryption.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { readSignedJwt } from "../jose/read-signed-jwt.ts";
import { refuseEncrypted } from "../jose/refuse-encrypted.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import {
  checkReceivedJwtExpectations,
  chooseReceivedAlgorithms,
  type ReceivedJwtExpectations,
  type ReceivedJwtTimes,
  receivedKind,
} from "./received-jwt.ts";
import { refuseForeignClaims } from "./refuse-foreign-claims.ts";
import { requestObjectProfile as profile } from "./request-object.ts";

/** What a server knows before it looks at a request object. */
export interface RequestObjectExpectations extends ReceivedJwtExpectations {
  /** The public keys that the client has registered. */
  readonly keys: KeySource;
  /** The registered `request_object_signing_alg`, or what the server announces. Default: every asymmetric algorithm. */
  readonly algorithms?: readonly string[] | undefined;
  /** How encrypted request objects are opened: `createJwtDecryption` of `ts-identity-model/jose`. Left out: encrypted ones are refused. */
  readonly decryption?: JwtDecryption | undefined;
}

/**
 * Verifies a request object at the server: decryption where it is encrypted, `typ`, the shape of the claims, that the client issued it
 * for this server and means itself, that it has no request inside and is no client assertion, its times, and last the signature, which must be the
 * client's own; unsigned ones are refused. With `fapi`, `nbf` and `exp` must be there: `nbf` at most an hour ago, `exp` at most an hour after it.
 * Only the parameters inside count; the caller compares the request's own `client_id`.
 * @returns its claims, frozen
 * @throws ValidationError `ERR_VALIDATION_JWT`, `ERR_VALIDATION_CLAIMS` with every problem of the claims
 * @throws VerificationError `ERR_VERIFICATION_JWT_ENCRYPTED`, `ERR_VERIFICATION_JWT_TYPE`, `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_CLIENT`, `ERR_VERIFICATION_SUBJECT`,
 * `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_LIFETIME`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`, and as
 * `readSignedJwt`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an expectation that is unusable
 * @see RFC 9101 §6.2
 * @see RFC 9101 §10.8
 * @see FAPI 2.0 Message Signing §5.3.1
 */
export async function verifyRequestObject(
  text: string,
  expectations: RequestObjectExpectations,
): Promise<RequestObject> {
  const times = checkReceivedJwtExpectations(expectations);
  const { keys, decryption, signal, fapi = false, requireType } = expectations;
  refuseEncrypted(text, { kind: profile, decryption });
  const { claims } = await readSignedJwt(text, {
    kind: receivedKind(profile, requireType),
    schema: profile.schema,
    algorithms: chooseReceivedAlgorithms(expectations.algorithms, fapi),
    keys,
    decryption,
    signal,
    verifyClaims(unverified) {
      refuseForeignClaims(unverified, profile);
      verifyParties(unverified, expectations);
      verifyValidity(unverified, { ...times, name: profile.name });
      if (fapi) verifyFapiTimes(unverified, times);
    },
  });
  return deepFreeze(claims);
}

function verifyParties(
  { iss, client_id, sub, aud }: RequestObject,
  { issuer, clientId }: RequestObjectExpectations,
): void {
  if (iss !== clientId)
    throw failure("ERR_VERIFICATION_ISSUER", "iss", "was not issued by the client: its iss is not the client_id");
  if (client_id !== clientId)
    throw failure("ERR_VERIFICATION_CLIENT", "client_id", "is a request of another client: its client_id differs");
  if (sub === clientId) {
    throw new VerificationError("ERR_VERIFICATION_SUBJECT", {
      message: "The request object could be used as client assertion: its sub is the client.",
      parameter: "sub",
      specification: specification(profile.document, "10.8"),
    });
  }
  if (aud === undefined || !(typeof aud === "string" ? [aud] : aud).includes(issuer)) {
    const problem = "is for somebody else: its aud does not contain the issuer of this server";
    throw failure("ERR_VERIFICATION_AUDIENCE", "aud", problem);
  }
}

function verifyFapiTimes({ nbf, exp }: RequestObject, { now, clockToleranceSeconds }: ReceivedJwtTimes): void {
  const age = nbf === undefined ? undefined : now - nbf;
  if (age === undefined || age > maxFapiSeconds + clockToleranceSeconds) {
    throw fapiFailure("nbf", age === undefined ? "has no nbf" : `is valid since ${age} seconds already`);
  }
  const lifetime = exp === undefined || nbf === undefined ? undefined : exp - nbf;
  if (lifetime === undefined || lifetime > maxFapiSeconds) {
    throw fapiFailure("exp", lifetime === undefined ? "has no exp" : `is valid for ${lifetime} seconds`);
  }
}

function fapiFailure(parameter: string, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_LIFETIME", {
    message: `The request object ${problem}, accepted are ${maxFapiSeconds}.`,
    parameter,
    specification: specification("fapi2-message-signing", "5.3.1", [fapi2MessageSigningLabel]),
  });
}

function failure(code: VerificationErrorCode, parameter: string, problem: string): VerificationError {
  return new VerificationError(code, {
    message: `The request object ${problem}.`,
    parameter,
    specification: specification(profile.document, profile.section),
  });
}

const maxFapiSeconds = 3600;
