import { type RandomSource, systemRandom } from "../../util/random.ts";

/**
 * Takes octets from a generator many at a time, because asking the platform for 32 costs as much as for 4096. What was handed out is gone from the pool.
 */
export function createPooledRandom(source: RandomSource = systemRandom): RandomSource {
  let pool = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (length > maxPooledOctets) return source(length);
    if (used + length > pool.length) {
      pool = new Uint8Array(source(poolOctets));
      used = 0;
    }
    const octets = pool.slice(used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return octets;
  };
}

const poolOctets = 4096;
const maxPooledOctets = 256;
