import { type JwtClaims, jwtClaimsSchema } from "../../generated/messages/jwt-claims.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { openJwt, readSignedJwt } from "../jose/read-signed-jwt.ts";
import { parseUrl } from "../util/url.ts";

/** An issuer of aggregated or distributed claims whom the caller trusts. */
export interface TrustedClaimIssuer {
  /** Its keys; never taken from the claims. */
  readonly keys: KeySource;
  /** Algorithms to accept. Default: every asymmetric one of this library. */
  readonly algorithms?: readonly string[] | undefined;
  /** Where its distributed claims may be fetched from: `https://claims.example.com`. Default: the origin of its identifier. */
  readonly origins?: readonly string[] | undefined;
}

/** Trusted issuers by their identifiers. */
export type TrustedClaimIssuers = Readonly<Record<string, TrustedClaimIssuer>>;

/** The claims of one source, and who signed them. */
export interface VerifiedClaimSource {
  readonly issuer: string;
  readonly claims: JwtClaims;
}

/** Whom to believe about a source. */
export interface ClaimSourceExpectations {
  readonly issuers: TrustedClaimIssuers;
  /** Where the JWT was fetched from, for a distributed source: the issuer must be one who publishes there. */
  readonly endpoint?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies the JWT of a source: its `iss` must be a trusted issuer, whose keys verify the signature; `aud`, where it is there,
 * names the client; the times count where they are there.
 * @throws VerificationError `ERR_VERIFICATION_CLAIM_SOURCE` for an issuer that is not trusted, and as `readSignedJwt`
 * @see OpenID Connect Core §5.6.2
 */
export async function verifyClaimSource(
  context: ExchangeContext,
  jwt: string,
  { issuers, endpoint, signal }: ClaimSourceExpectations,
): Promise<VerifiedClaimSource> {
  const { clientId, clock, clockToleranceSeconds } = context;
  const decryption = context.decryption();
  const { jwt: opened } = await openJwt(jwt, sourceKind, decryption);
  const { iss } = opened.unverifiedClaims;
  const issuer = typeof iss === "string" && Object.hasOwn(issuers, iss) ? iss : undefined;
  const trusted = issuer === undefined ? undefined : issuers[issuer];
  if (issuer === undefined || trusted === undefined) throw untrusted("has no iss that is a trusted issuer");
  if (endpoint !== undefined && !mayPublishAt(issuer, trusted, endpoint)) {
    throw untrusted("was fetched from an origin that is not its issuer's");
  }
  const { claims } = await readSignedJwt(jwt, {
    kind: sourceKind,
    schema: jwtClaimsSchema,
    keys: trusted.keys,
    algorithms: trusted.algorithms ?? listAsymmetricAlgorithms(),
    decryption,
    signal,
    verifyClaims: (unverified) => {
      const { aud = clientId } = unverified;
      if (!(typeof aud === "string" ? [aud] : aud).includes(clientId)) throw wrongAudience();
      verifyValidity(unverified, { name: sourceKind.name, clock, clockToleranceSeconds });
    },
  });
  return { issuer, claims };
}

/** Whether an issuer's distributed claims may come from an endpoint. */
export function mayPublishAt(issuer: string, { origins }: TrustedClaimIssuer, endpoint: string): boolean {
  const origin = parseUrl(endpoint)?.origin;
  const accepted = origins ?? [parseUrl(issuer)?.origin];
  return origin !== undefined && origin !== "null" && accepted.includes(origin);
}

/**
 * Checks the trusted issuers, for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an issuer without keys
 */
export function checkIssuers(issuers: TrustedClaimIssuers): void {
  const wrong = Object.entries(issuers).find(([, issuer]) => typeof issuer?.keys?.find !== "function");
  if (wrong === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `issuers must give keys for ${wrong[0]}: a key source, such as createStaticKeySource makes.`,
    parameter: "issuers",
  });
}

function untrusted(problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_CLAIM_SOURCE", {
    message: `The JWT of the claim source ${problem}.`,
    specification: specification("oidc-core", "5.6.2"),
    remedy: "If its claims are to be believed, name the issuer with its keys in the option issuers.",
  });
}

function wrongAudience(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_AUDIENCE", {
    message: "The JWT of the claim source is for somebody else: its aud does not contain the client_id.",
    parameter: "aud",
    specification: specification("rfc7519", "4.1.3"),
  });
}

const sourceKind: JwtKind = { name: "claim source", types: ["jwt"], mayOmitType: true };
