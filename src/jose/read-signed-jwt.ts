import type { MessageSchema } from "../../generated/message-schema.ts";
import type { JweHeader } from "../../generated/messages/jwe-header.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ToleratedDeviation, Toleration } from "../schema/check.ts";
import { isCompactJwe } from "./compact-jwe.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt } from "./jwt.ts";
import type { JwtDecryption } from "./jwt-decryption.ts";
import type { JwtKind } from "./jwt-type.ts";
import type { KeySource } from "./key-source.ts";
import { missingDecryptionKey } from "./missing-decryption-key.ts";
import { checkJwsHeader, type SignaturePolicy, verifyJwt } from "./verify-signature.ts";

/** A JWT out of its encryption, if it had one. Its signature has not been looked at. */
export interface OpenedJwt {
  readonly jwt: UnverifiedJwt;
  /** Header of the encryption; `undefined` for a JWT that came in the open. */
  readonly encryption: JweHeader | undefined;
}

/**
 * Takes a JWT apart that is signed, or signed and then encrypted, without believing it.
 *
 * @param decryption - how encrypted ones are opened; left out, they are refused
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_DECRYPTION_KEY` for an encrypted JWT where no key was given
 * @throws {@link VerificationError} `ERR_VERIFICATION_JWT_NOT_ENCRYPTED` for one in the open where encryption is required,
 * `ERR_VERIFICATION_DECRYPTION`, `ERR_VERIFICATION_JWT_ENCRYPTED` for one encrypted twice, `ERR_VERIFICATION_JWT_TYPE` for another `typ`
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT` for a malformed JWT
 * @see RFC 7519 §7.2
 */
export async function openJwt(text: string, kind: JwtKind, decryption?: JwtDecryption): Promise<OpenedJwt> {
  if (!isCompactJwe(text)) {
    const jwt = decodeJwt(text, kind);
    if (decryption?.required === true) throw notEncrypted(kind);
    return { jwt, encryption: undefined };
  }
  if (decryption?.decrypt === undefined) throw missingDecryptionKey(kind.name);
  const { header, jwt: signed } = await decryption.decrypt(text, kind);
  const jwt = decodeJwt(signed, kind);
  checkReplicatedClaims(header, jwt);
  return { jwt, encryption: header };
}

/** Whom and what to believe, decided before the JWT is looked at. */
export interface SignedJwtExpectations<T> extends SignaturePolicy {
  /** What the JWT is, and the `typ` values that it may have. */
  readonly kind: JwtKind;
  /** The message that its claims are. */
  readonly schema: MessageSchema<T>;
  /** The keys that may sign these claims, where several issuers share a set; claims that have passed the other checks are asked about. Default: `keys`. */
  readonly keysFor?: ((claims: T) => KeySource) | undefined;
  /** How an encrypted JWT is opened; left out, it is refused. */
  readonly decryption?: JwtDecryption | undefined;
  /** Named deviations to admit on claims that carry no trust. */
  readonly tolerate?: Toleration | undefined;
  /** Verifies what needs no key, such as issuer and audience, before a key is fetched; throws for a JWT that is not meant. */
  readonly verifyClaims?: ((claims: T) => void) | undefined;
}

/** A JWT whose signature has been verified with a key of its issuer. */
export interface SignedJwt<T> {
  readonly header: JwsHeader;
  /** Header of the encryption; `undefined` for a JWT that came in the open. */
  readonly encryption: JweHeader | undefined;
  readonly claims: T;
  /** The claims as they were signed, JSON text. */
  readonly claimsText: string;
  /** What had to be tolerated in the claims. */
  readonly tolerated: readonly ToleratedDeviation[];
}

/**
 * Reads an answer that is a JWT, signed or signed and then encrypted: decryption, `typ`, `alg`, the shape of the claims,
 * the caller's own checks, and last the signature, which is always verified; `none` and HMAC are never accepted. It
 * knows no rule of any protocol.
 *
 * @throws as {@link openJwt}; {@link ValidationError} `ERR_VALIDATION_CLAIMS` with every problem of the claims;
 * {@link VerificationError} `ERR_VERIFICATION_ALGORITHM`, `ERR_VERIFICATION_CRITICAL_HEADER`, the `ERR_VERIFICATION_KEY_` codes,
 * `ERR_VERIFICATION_SIGNATURE`; and what `verifyClaims` and the key source throw
 * @see RFC 7519 §7.2
 * @see RFC 8725 §3.1
 */
export async function readSignedJwt<T>(text: string, expectations: SignedJwtExpectations<T>): Promise<SignedJwt<T>> {
  const { kind, schema, decryption, tolerate, verifyClaims, keysFor, algorithms } = expectations;
  const { jwt: opened, encryption } = await openJwt(text, kind, decryption);
  checkJwsHeader(opened, algorithms);
  const { jwt, tolerated } = checkJwtClaims(opened, schema, tolerate);
  verifyClaims?.(jwt.unverifiedClaims);
  const keys = keysFor?.(jwt.unverifiedClaims) ?? expectations.keys;
  const { header, claims } = await verifyJwt(jwt, { ...expectations, keys });
  return { header, encryption, claims, claimsText: new TextDecoder().decode(jwt.payload), tolerated };
}

/** Claims that the header of the encryption repeats for those who cannot read the content: both must say the same. */
function checkReplicatedClaims(header: JweHeader, { kind, unverifiedClaims }: UnverifiedJwt): void {
  for (const name of ["iss", "sub", "aud"]) {
    const copy = header[name];
    if (copy === undefined || JSON.stringify(copy) === JSON.stringify(unverifiedClaims[name])) continue;
    throw new VerificationError("ERR_VERIFICATION_DECRYPTION", {
      message: `The ${name} in the encryption header of the ${kind.name} is not the ${name} of its claims.`,
      specification: specification("rfc7519", "5.3"),
      parameter: name,
    });
  }
}

function notEncrypted(kind: JwtKind): VerificationError {
  return new VerificationError("ERR_VERIFICATION_JWT_NOT_ENCRYPTED", {
    message: `The ${kind.name} is not encrypted, although the client is registered for encrypted ones.`,
    specification: specification("oidc-core", "3.1.3.7"),
    remedy: "Bring the encryption algorithm in the client's options in line with its registration at the server.",
  });
}
