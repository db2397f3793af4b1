import type { JweHeader } from "../../generated/messages/jwe-header.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isCompactJwe } from "./compact-jwe.ts";
import { type DecryptedJwe, decryptJwe } from "./decrypt-jwe.ts";
import type { DecryptionKeys } from "./decryption-key.ts";
import { listAsymmetricJweAlgorithms, listJweEncryptions } from "./jwe-algorithms.ts";
import { checkJwtType, type JwtKind, normalizeType } from "./jwt-type.ts";

/** The signed JWT that was encrypted. Anybody may have made it: verify its signature. */
export interface DecryptedJwt {
  /** Header of the encryption. */
  readonly header: JweHeader;
  /** The signed JWT in compact serialisation. */
  readonly jwt: string;
}

/** The recipient's keys and algorithms. */
export interface JwtDecryptionPolicy {
  /** The recipient's keys. */
  readonly keys: DecryptionKeys;
  /** Accepted values of `alg`. Default: RSA-OAEP and ECDH-ES with all their variants. */
  readonly algorithms?: readonly string[] | undefined;
  /** Accepted values of `enc`. Default: every one of this library. */
  readonly encryptions?: readonly string[] | undefined;
}

/**
 * Decrypts a JWT that was signed and then encrypted, and gives the signed one, whose signature is still to be verified.
 *
 * @throws as {@link decryptJwe}, and {@link VerificationError} `ERR_VERIFICATION_JWT_TYPE` for content that is not declared to
 * be a JWT (`cty`) or a `typ` of another kind, `ERR_VERIFICATION_JWT_ENCRYPTED` for content that is itself encrypted
 * @see RFC 7519 §5.2
 * @see RFC 7519 §7.2
 */
export async function decryptJwt(text: string, kind: JwtKind, decryption: JwtDecryptionPolicy): Promise<DecryptedJwt> {
  const { header, plaintext } = await decryptJwtContent(text, kind, decryption);
  checkContentType(header, kind);
  // A header that names no kind, or an object of JOSE in general, leaves it to the signed JWT inside.
  checkJwtType(header, { name: kind.name, types: ["jwt", "jose", ...kind.types], mayOmitType: true });
  const jwt = new TextDecoder().decode(plaintext);
  if (!isCompactJwe(jwt)) return { header, jwt };
  throw new VerificationError("ERR_VERIFICATION_JWT_ENCRYPTED", {
    message: `The ${kind.name} is encrypted twice; a signed JWT was expected inside.`,
    specification: specification("rfc7519", "5.2"),
  });
}

/**
 * Decrypts a JWT whatever it holds: a signed one (`cty` is `JWT`), or claims that nobody has signed.
 *
 * @throws as {@link decryptJwe}
 * @see RFC 7519 §7.2
 */
export async function decryptJwtContent(
  text: string,
  { name }: JwtKind,
  decryption: JwtDecryptionPolicy,
): Promise<DecryptedJwe> {
  const { keys, algorithms = listAsymmetricJweAlgorithms(), encryptions = listJweEncryptions() } = decryption;
  return decryptJwe(text, { keys: typeof keys === "function" ? await keys() : keys, algorithms, encryptions, name });
}

function checkContentType({ cty }: JweHeader, { name }: JwtKind): void {
  if (cty !== undefined && normalizeType(cty) === "jwt") return;
  throw new VerificationError("ERR_VERIFICATION_JWT_TYPE", {
    message: `The encrypted ${name} ${cty === undefined ? "has no cty" : "has the cty of another kind of content"}; it must be JWT.`,
    specification: specification("rfc7519", "5.2"),
    parameter: "cty",
  });
}
