import type { RandomSource } from "../../util/random.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";

/**
 * Makes a user code: eight of twenty consonants, which spell no word, all of them equally likely: 34 bits, for a code that few may guess at and few minutes long.
 * @see RFC 8628 §6.1
 */
export function createUserCode(random: RandomSource): string {
  let code = "";
  while (code.length < codeLength)
    for (const octet of random(codeLength))
      if (octet < fairOctets && code.length < codeLength) code += alphabet[octet % alphabet.length];
  return code;
}

/** The code as it is shown: `BCDF-GHJK`. */
export function showUserCode(code: string): string {
  return `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;
}

/**
 * Reads a code as people type it: case and whatever stands between do not count. `undefined` for what can be none.
 * @see RFC 8628 §6.1
 */
export function readUserCode(text: string): string | undefined {
  if (text.length > maxTextLength) return undefined;
  const code = text.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter)) ? code : undefined;
}

/** The name under which a code is stored. It has too few bits for a hash without a key: whoever saw the store could try them all. */
export async function hashUserCode({ keys }: ProviderContext, code: string): Promise<string> {
  return hmacSha256(await keys.secret("user-code"), [code]);
}

const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const codeLength = 8;
/** The largest multiple of twenty that an octet can be below. */
const fairOctets = 240;
const maxTextLength = 64;
