import type { RandomSource } from "../../util/random.ts";

/** A secret handle that cannot be guessed: 256 bits in 43 characters of base64url. */
export function createHandle(random: RandomSource): string {
  const octets = random(handleOctets);
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("base64url");
}

const handleOctets = 32;
