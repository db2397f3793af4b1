import type { IdToken } from "../../generated/messages/id-token.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { openJwt } from "../jose/read-signed-jwt.ts";
import { idTokenProfile } from "../jwt-profiles/id-token.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type IdTokenExpectations, verifyIdToken } from "./verify-id-token.ts";

/** A provider whose ID tokens are accepted, and the client that they must be for. */
export type TrustedIssuer = Pick<
  IdTokenExpectations,
  "issuer" | "issuerTemplate" | "clientId" | "trustedAudiences" | "keys" | "algorithms"
>;

/** What ID tokens of several providers are verified with. */
export interface IdTokenVerifierOptions
  extends Pick<
    IdTokenExpectations,
    "decryption" | "clock" | "clockToleranceSeconds" | "maxIssuedAgeSeconds" | "tolerate"
  > {
  /** The providers. One that issues tokens for several clients of yours (a web page, an app) stands here once for each. */
  readonly issuers: readonly TrustedIssuer[];
}

/** What is known about one ID token before it is looked at. */
export interface IdTokenVerification
  extends Pick<
    IdTokenExpectations,
    "accessToken" | "subject" | "maxAgeSeconds" | "requireAuthTime" | "acrValues" | "signal"
  > {
  /** The `nonce` that the token must have. Left out: any or none, for tokens whose login somebody else has started; they may have been used before. */
  readonly nonce?: string | undefined;
}

/** Verifies ID tokens of several providers. */
export interface IdTokenVerifier {
  /**
   * Verifies an ID token by the rules of its own issuer.
   * @returns its claims, frozen; `iss` says whose they are, and users of different issuers are different users whatever their `sub`
   * @throws VerificationError `ERR_VERIFICATION_ISSUER` for an issuer that is not one of the list; and as `verifyIdToken`
   */
  readonly verify: (idToken: string, expectations?: IdTokenVerification) => Promise<IdToken>;
}

/**
 * Creates a verifier for a back end that receives ID tokens of several providers. The token's `iss` chooses among the providers, compared
 * character by character; it adds none, and keys, algorithms and audience are those of that provider alone.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a list that is empty, or names a provider twice for one client, and an
 * option that does not exist
 * @see OpenID Connect Core §3.1.3.7
 * @see RFC 8725 §3.8
 */
export function createIdTokenVerifier(options: IdTokenVerifierOptions): IdTokenVerifier {
  checkOptionNames(options, optionNames, { of: "createIdTokenVerifier" });
  const { issuers, ...shared } = options;
  checkIssuers(issuers);
  const trusted = Object.freeze(issuers.map((issuer) => Object.freeze({ ...issuer })));
  return Object.freeze({
    async verify(idToken: string, expectations: IdTokenVerification = {}) {
      const { jwt } = await openJwt(idToken, idTokenProfile, shared.decryption);
      const issuer = chooseIssuer(trusted, jwt.unverifiedClaims);
      const { nonce } = expectations;
      return verifyIdToken(idToken, {
        ...shared,
        ...expectations,
        ...issuer,
        receivedFrom: "token_endpoint",
        nonce,
        acceptAnyNonce: nonce === undefined,
      });
    },
  });
}

/** Of the clients of one provider, the one that the token is for; whether it is, the verification finds out. */
function chooseIssuer(
  trusted: readonly TrustedIssuer[],
  { iss, aud, tid }: Readonly<Record<string, unknown>>,
): TrustedIssuer {
  const candidates = trusted.filter(({ issuer, issuerTemplate }) =>
    issuerTemplate === undefined ? issuer === iss : typeof iss === "string" && issuerTemplate.accepts({ iss, tid }),
  );
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const chosen = candidates.find(({ clientId }) => audiences.includes(clientId)) ?? candidates[0];
  if (chosen !== undefined) return chosen;
  throw new VerificationError("ERR_VERIFICATION_ISSUER", {
    message: `The ID token's iss is ${typeof iss === "string" ? quotePrintable(iss) : "missing"}, which is none of the trusted issuers.`,
    parameter: "iss",
    specification: specification("oidc-core", "3.1.3.7"),
    remedy: "If its users may log in, add the provider to issuers.",
  });
}

function checkIssuers(issuers: readonly TrustedIssuer[]): void {
  if (!Array.isArray(issuers) || issuers.length === 0) throw wrong("must be a list of providers, one at least");
  const names = issuers.map((trusted) => JSON.stringify([trusted?.issuer, trusted?.clientId]));
  if (new Set(names).size < names.length) throw wrong("names a provider twice for one client");
  for (const [index, trusted] of issuers.entries()) {
    const { issuer, clientId, keys }: Partial<TrustedIssuer> = trusted ?? {};
    if (typeof issuer !== "string" || issuer === "" || typeof clientId !== "string" || clientId === "")
      throw wrong("must give issuer and clientId of every provider");
    checkOptionNames(trusted, issuerNames, { of: "createIdTokenVerifier", at: `issuers[${index}]` });
    // An array has a method find too.
    if (typeof keys?.find !== "function" || Array.isArray(keys))
      throw wrong(`must give keys for ${issuer}: a key source, such as createStaticKeySource(jwks) makes`);
  }
}

function wrong(rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `issuers ${rule}.`, parameter: "issuers" });
}

const optionNames: OptionNames<IdTokenVerifierOptions> = {
  issuers: true,
  decryption: true,
  clock: true,
  clockToleranceSeconds: true,
  maxIssuedAgeSeconds: true,
  tolerate: true,
};

const issuerNames: OptionNames<TrustedIssuer> = {
  issuer: true,
  issuerTemplate: true,
  clientId: true,
  trustedAudiences: true,
  keys: true,
  algorithms: true,
};
