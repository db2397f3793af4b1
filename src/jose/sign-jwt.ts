import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "./algorithms.ts";
import { importKey } from "./import-key.ts";
import { loadCompactSign } from "./load-jose.ts";
import { checkSigningKey, isCryptoKey, type SigningKey } from "./signing-key.ts";

/** The protected header of a JWT to be signed. */
export interface SigningHeader {
  readonly alg: string;
  readonly typ?: string | undefined;
  readonly kid?: string | undefined;
  /** The public key itself, for kinds of JWT that prove possession of it. */
  readonly jwk?: Readonly<Record<string, string>> | undefined;
}

/**
 * Signs claims as a JWT in compact serialisation. The `alg` of the header must fit the key.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an unknown `alg` or a key that cannot sign with it
 * @see RFC 7515 §5.1
 * @see RFC 7519 §7.1
 */
export async function signJwt(
  header: SigningHeader,
  claims: Readonly<Record<string, unknown>>,
  key: SigningKey,
): Promise<string> {
  const algorithm = findJwsAlgorithm(header.alg);
  if (algorithm === undefined) throw unusable("The alg of the header is not a signature algorithm of this library.");
  checkSigningKey(key, algorithm);
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  const { CompactSign } = await loadCompactSign();
  const signer = new CompactSign(payload).setProtectedHeader(present(header));
  return signer.sign(await usableKey(key, algorithm));
}

function present({ alg, typ, kid, jwk }: SigningHeader): { alg: string; typ?: string; kid?: string } {
  return {
    alg,
    ...(typ === undefined ? {} : { typ }),
    ...(kid === undefined ? {} : { kid }),
    ...(jwk === undefined ? {} : { jwk }),
  };
}

async function usableKey(key: SigningKey, algorithm: JwsAlgorithm): Promise<CryptoKey | Uint8Array> {
  if (key instanceof Uint8Array || isCryptoKey(key)) return key;
  try {
    return await importKey(key, algorithm, "sign");
  } catch (cause) {
    throw unusable("The runtime cannot import the private key; its members do not form one.", cause);
  }
}

function unusable(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message,
    specification: specification("rfc7518", "3.1"),
    cause,
  });
}
