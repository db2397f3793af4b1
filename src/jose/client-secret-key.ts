import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Derives a symmetric encryption key from the client secret: the leftmost bits of the shortest SHA-2 digest of the secret's
 * UTF-8 octets that is long enough.
 *
 * @param bits - length of the key: that of the key wrap, or of the content encryption for `dir`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an empty secret, or more than 512 bits
 * @see OpenID Connect Core §10.2
 */
export async function deriveClientSecretKey(secret: string, bits: number): Promise<Uint8Array<ArrayBuffer>> {
  const digest = digests.find((candidate) => bits <= candidate.bits);
  if (typeof secret !== "string" || secret === "" || digest === undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message:
        digest === undefined
          ? `No key of ${bits} bits can be derived from a client secret, 512 at most.`
          : "The client secret is empty, so no key can be derived from it.",
      specification: specification("oidc-core", "10.2"),
      parameter: "clientSecret",
    });
  }
  const hash = await crypto.subtle.digest(digest.name, new TextEncoder().encode(secret));
  return new Uint8Array(hash).slice(0, bits / 8);
}

const digests: readonly { readonly name: string; readonly bits: number }[] = [
  { name: "SHA-256", bits: 256 },
  { name: "SHA-384", bits: 384 },
  { name: "SHA-512", bits: 512 },
];
