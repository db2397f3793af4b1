import type { IdToken } from "../../generated/messages/id-token.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { quotePrintable as quote } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { idTokenProfile } from "../jwt-profiles/id-token.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import type { JwtRules } from "../jwt-profiles/jwt-profile.ts";
import { refuseForeignClaims } from "../jwt-profiles/refuse-foreign-claims.ts";
import { equalConstantTime } from "../util/constant-time.ts";

/** Who issued the token, to whom, about whom, and in answer to which request. */
export interface ClaimExpectations {
  /** The issuer of the provider's metadata; compared character by character. */
  readonly issuer: string;
  /** The issuers of several tenants, in place of the one: `createIssuerTemplate` of `ts-identity-model/jwt-profiles`. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
  /** The client's own `client_id`. */
  readonly clientId: string;
  /**
   * Audiences besides the client that a token without `azp` may have. Default: none, so that such a token is for this client
   * alone. Where `azp` names the client, further audiences are accepted, whoever they are.
   */
  readonly trustedAudiences?: readonly string[] | undefined;
  /** The `nonce` of the authentication request; `undefined` when none was sent, and then a `nonce` in the token is refused. */
  readonly nonce: string | undefined;
  /** Accepts any `nonce` or none: only for a refreshed token, whose nonce `checkContinuity` compares with the one of the login. */
  readonly acceptAnyNonce?: boolean | undefined;
  /** The user whom the token must be about, when that is known: from a first ID token of the same flow, or a requested `sub`. */
  readonly subject?: string | undefined;
  /** The authentication context classes that were requested as essential; `acr` must be one of them. */
  readonly acrValues?: readonly string[] | undefined;
}

/**
 * Verifies the claims that are compared with what the client knows; the numbers are those of the specification's steps.
 *
 * @throws {@link VerificationError} the code says which claim
 * @see OpenID Connect Core §3.1.3.7
 */
export function verifyClaims(claims: IdToken, expectations: ClaimExpectations): void {
  verifyParties(claims, expectations, idTokenProfile);
  // A logout token whose header names no type has everything that an ID token must have, where no nonce is asked for.
  refuseForeignClaims(claims, idTokenProfile);
  verifySubject(claims, expectations);
  verifyNonce(claims, expectations);
  verifyAuthenticationContext(claims, expectations);
}

/** The claims that say who issued a token and to whom. */
export interface PartyClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  readonly azp?: unknown;
  readonly tid?: unknown;
}

/**
 * Verifies that a token was issued by this provider to this client; the numbers are those of the steps for ID tokens.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_AUTHORIZED_PARTY`
 * @see OpenID Connect Core §3.1.3.7
 */
export function verifyParties(
  claims: PartyClaims,
  expectations: Pick<ClaimExpectations, "issuer" | "issuerTemplate" | "clientId" | "trustedAudiences">,
  token: JwtRules,
): void {
  // Step 2: the issuer is exactly the one of the metadata, or of the tenant that the token names and the caller allows.
  const { issuerTemplate: tenants } = expectations;
  if (tenants ? !tenants.accepts(claims) : claims.iss !== expectations.issuer) {
    throw failure("ERR_VERIFICATION_ISSUER", "iss", {
      token,
      message: `The ${token.name}'s iss is ${quote(claims.iss)}, expected ${quote(tenants?.template ?? expectations.issuer)} character by character.`,
    });
  }
  const { clientId, trustedAudiences = [] } = expectations;
  // Step 3: the token is for this client, and for nobody whom the client does not trust.
  const audiences = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  if (!audiences.includes(clientId)) {
    throw failure("ERR_VERIFICATION_AUDIENCE", "aud", {
      token,
      message: `The ${token.name} is not for this client: its aud does not contain the client_id ${quote(clientId)}.`,
    });
  }
  // Step 5: a token with an authorized party was issued to that party.
  if (claims.azp !== undefined && claims.azp !== clientId) {
    throw failure("ERR_VERIFICATION_AUTHORIZED_PARTY", "azp", {
      token,
      message: `The ${token.name} was issued to another client: its azp is not the client_id ${quote(clientId)}.`,
    });
  }
  // Step 3 again: with azp (step 4) the provider says itself that it issued the token to this client, whoever else may read it.
  const foreign = audiences.filter((audience) => audience !== clientId && !trustedAudiences.includes(audience));
  if (foreign.length > 0 && claims.azp === undefined) {
    throw failure("ERR_VERIFICATION_AUDIENCE", "aud", {
      token,
      message: `The ${token.name} is also for ${foreign.length} audiences that this client does not trust, and has no azp.`,
      remedy: "Name them as trustedAudiences if they may use tokens of this client.",
    });
  }
}

function verifySubject({ sub }: IdToken, { subject }: ClaimExpectations): void {
  if (subject === undefined || sub === subject) return;
  throw failure("ERR_VERIFICATION_SUBJECT", "sub", {
    message: "The ID token is about another user: its sub is not the expected one.",
    section: "3.3.3.6",
  });
}

function verifyNonce({ nonce: found }: IdToken, { nonce: sent, acceptAnyNonce = false }: ClaimExpectations): void {
  if (acceptAnyNonce) return;
  // Step 11: the token answers this request and no earlier one.
  if (sent === undefined) {
    if (found === undefined) return;
    throw nonceFailure("The ID token has a nonce, although none was sent: it answers another request.");
  }
  if (found === undefined) throw nonceFailure("The ID token has no nonce, although one was sent.");
  if (!equalConstantTime(found, sent)) throw nonceFailure("The ID token's nonce is not the one that was sent.");
}

function verifyAuthenticationContext({ acr }: IdToken, { acrValues }: ClaimExpectations): void {
  // Step 12: an authentication context that was requested as essential has been met.
  if (acrValues === undefined || (acr !== undefined && acrValues.includes(acr))) return;
  throw failure("ERR_VERIFICATION_ACR", "acr", {
    message: `The ID token's acr is ${acr === undefined ? "missing" : quote(acr)}, requested: ${acrValues.map((value) => quote(value)).join(", ")}.`,
    section: "5.5.1.1",
  });
}

function nonceFailure(message: string): VerificationError {
  return failure("ERR_VERIFICATION_NONCE", "nonce", { message });
}

interface Failure {
  readonly token?: JwtRules;
  readonly message: string;
  readonly section?: string;
  readonly remedy?: string;
}

function failure(
  code: VerificationErrorCode,
  parameter: string,
  { token = idTokenProfile, message, section, remedy }: Failure,
): VerificationError {
  return new VerificationError(code, {
    message,
    parameter,
    remedy,
    specification: specification(token.document, section ?? token.section, token.labels),
  });
}
