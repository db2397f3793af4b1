import { ConfigurationError } from "./errors/families.ts";
import { specification } from "./errors/specification.ts";
import { sha256Base64url } from "./jose/hash.ts";
import { type RandomSource, randomBase64url } from "./util/random.ts";

/**
 * Creates a code verifier: 256 random bits as 43 characters. Each authorization request needs its own.
 *
 * @see RFC 7636 §4.1
 */
export function createCodeVerifier(random?: RandomSource): string {
  return randomBase64url(verifierOctets, random);
}

/**
 * Calculates the `code_challenge` for the method `S256`. The method `plain` is not offered: it shows the verifier to
 * whoever sees the request.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when the text is not a code verifier
 * @see RFC 7636 §4.2
 */
export async function calculateCodeChallenge(verifier: string): Promise<string> {
  checkCodeVerifier(verifier);
  return sha256Base64url(verifier);
}

/**
 * Checks that a text has the form of a code verifier: 43 to 128 letters, digits, `-`, `.`, `_` and `~`.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION`
 * @see RFC 7636 §4.1
 */
export function checkCodeVerifier(verifier: string): void {
  if (verifierForm.test(verifier)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A code_verifier must have 43 to 128 characters: letters, digits, - . _ and ~.",
    specification: specification("rfc7636", "4.1"),
    parameter: "code_verifier",
  });
}

const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/;
const verifierOctets = 32;
