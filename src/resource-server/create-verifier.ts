import type { JwtAccessToken } from "../../generated/messages/jwt-access-token.ts";
import type { VerifiedDPoPProof } from "../dpop/verify-proof.ts";
import { systemClock } from "../util/clock.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";
import { boundToNothing, type TokenPresentation, verifyBinding } from "./binding.ts";
import { checkVerifierOptions } from "./check-options.ts";
import { createIssuerPolicies } from "./issuer-policies.ts";
import type { LegacyAccessToken } from "./legacy-access-token.ts";
import type { AccessTokenVerifierOptions } from "./options.ts";
import { publicUrl } from "./public-url.ts";
import { type ResourceRequestParts, readPresentedToken } from "./read-request.ts";
import { recallToken } from "./recall-token.ts";
import { buildRefusal, type Refusal } from "./refusal.ts";
import { createRequestRules } from "./request-rules.ts";
import { createTokenRules } from "./token-rules.ts";
import type { TokenFacts } from "./trusted-token.ts";
import { verifyAccessToken } from "./verify-access-token.ts";

/** The claims of a verified token: those of RFC 9068, or fewer where an issuer of the profile `legacy` is accepted. */
export type AccessTokenClaims<Profile extends AccessTokenProfile> = "legacy" extends Profile
  ? LegacyAccessToken
  : JwtAccessToken;

/** A token that is good for this resource and this request. All of it is frozen, the output of your validator where it is plain data. */
export interface VerifiedAccessToken<Profile extends AccessTokenProfile = "rfc9068", Custom = undefined> {
  /** The claims as they were signed. */
  readonly claims: AccessTokenClaims<Profile>;
  /** What your validator made of the claims; `undefined` without one. */
  readonly custom: Custom;
  /** The scope values that the token grants, each once. */
  readonly scopes: readonly string[];
  /** The profile that it was held against. */
  readonly profile: AccessTokenProfile;
  /** The tenant, where the issuer is a template. */
  readonly tenant: string | undefined;
  /** The keys that it is bound to and that the sender has shown to hold: members of `cnf`. */
  readonly boundTo: readonly ("jkt" | "x5t#S256")[];
  /** The proof that came with it. A `newNonce` in it is to be sent with the answer, as `DPoP-Nonce`. */
  readonly proof: VerifiedDPoPProof | undefined;
}

/** What is known of a request besides itself. */
export interface VerifyRequestOptions {
  /** The client's certificate of the TLS connection: DER, PEM, or base64 of DER. Your server must have verified that the client holds its key. */
  readonly certificate?: string | Uint8Array<ArrayBuffer> | undefined;
  /** Ends the wait for keys. */
  readonly signal?: AbortSignal | undefined;
}

/** How a token was presented that did not come in a request of HTTP. */
export interface VerifyTokenOptions extends VerifyRequestOptions {
  /** Default `Bearer`: a token that is bound to a DPoP key is refused. */
  readonly scheme?: "Bearer" | "DPoP" | undefined;
  /** The proof that came with it. */
  readonly proof?: string | undefined;
  /** What the proof must be for: `htm`. */
  readonly method?: string | undefined;
  /** What the proof must be for: `htu`, an absolute URL. */
  readonly url?: string | undefined;
}

/** Verifies access tokens for one resource. */
export interface AccessTokenVerifier<Profile extends AccessTokenProfile = "rfc9068", Custom = undefined> {
  /** Verifies the token of a request, and that whoever sends it holds the key that it is bound to. The body is not read. */
  readonly verifyRequest: (
    request: ResourceRequestParts,
    options?: VerifyRequestOptions,
  ) => Promise<VerifiedAccessToken<Profile, Custom>>;
  /** Verifies a token that came in another way. */
  readonly verify: (token: string, options?: VerifyTokenOptions) => Promise<VerifiedAccessToken<Profile, Custom>>;
  /** Turns what was thrown into the answer to the request: status and headers. Never throws because of the error. */
  readonly challengeFor: (error: unknown) => Promise<Refusal>;
}

/**
 * Creates what verifies the access tokens of a resource: `typ`, issuer, audience, `alg`, shape of every claim, times, then the signature with a key of this issuer, then
 * your own claims; and for each request that its sender holds the key that the token is bound to. Metadata and keys are fetched when a token first needs them.
 *
 * `verify` and `verifyRequest` throw ValidationError, VerificationError (the code says which check failed), and what fetching keys throws: pass it to
 * `challengeFor`.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the option
 * @see RFC 9068 §4
 * @see RFC 9449 §7.1
 * @see RFC 8705 §3
 */
export function createAccessTokenVerifier<Profile extends AccessTokenProfile = "rfc9068", Custom = undefined>(
  options: AccessTokenVerifierOptions<Profile, Custom>,
): AccessTokenVerifier<Profile, Custom> {
  checkVerifierOptions(options);
  const { clock = systemClock, baseUrl, tokenCache } = options;
  const policies = createIssuerPolicies("issuers" in options ? options.issuers : [options], options);
  const rules = createTokenRules(policies, options, clock);
  const { binding, challenges } = createRequestRules(options, clock);

  async function judge(
    presentation: TokenPresentation,
    signal?: AbortSignal,
  ): Promise<VerifiedAccessToken<Profile, Custom>> {
    const { token } = presentation;
    const trusted = await (tokenCache === undefined || typeof token !== "string"
      ? verifyAccessToken(rules, token, signal)
      : recallToken(rules, tokenCache, { token, signal }));
    const { facts } = trusted;
    const verified = verifyBinding(facts.claims.cnf, presentation, binding);
    if (verified === boundToNothing) return typed(facts);
    return typed(Object.freeze({ ...facts, ...(await verified) }));
  }

  return Object.freeze({
    async verifyRequest(request: ResourceRequestParts, { certificate, signal }: VerifyRequestOptions = {}) {
      const presented = readPresentedToken(request);
      const url = presented.scheme === "DPoP" ? publicUrl(request.url, baseUrl) : "";
      const { scheme, token, proof } = presented;
      return judge({ scheme, token, proof, method: request.method, url, certificate }, signal);
    },
    async verify(token: string, options: VerifyTokenOptions = {}) {
      const { scheme = "Bearer", proof, method, url, certificate, signal } = options;
      return judge({ scheme, token, proof, method, url, certificate }, signal);
    },
    challengeFor: (error: unknown) => buildRefusal(challenges, error),
  });
}

/** The profile of the options is that of the policies, and the validator's output is of its type. */
function typed<Profile extends AccessTokenProfile, Custom>(facts: TokenFacts): VerifiedAccessToken<Profile, Custom> {
  return facts as VerifiedAccessToken<Profile, Custom>;
}
