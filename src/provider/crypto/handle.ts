import { type RandomSource, randomBase64url } from "../../util/random.ts";

/** A secret handle that cannot be guessed: 256 bits in 43 characters of base64url. */
export function createHandle(random: RandomSource): string {
  return randomBase64url(handleOctets, random);
}

const handleOctets = 32;
