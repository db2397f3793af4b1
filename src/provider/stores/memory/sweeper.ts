/** Something that can be swept: entries of which some may be forgotten. */
export interface Sweepable {
  /** Looks at the next entries, at most `limit`, and removes those that may be forgotten; gives how many it removed. */
  readonly sweep: (nowMs: number, limit: number) => number;
}

/**
 * Walks round a map a few entries at a time, so that no sweep takes long however large the map is.
 * @param mayForget - whether an entry has outlived its use
 * @param forget - removes it, with what hangs on it
 */
export function createSweeper<T>(
  entries: ReadonlyMap<string, T>,
  mayForget: (entry: T, nowMs: number) => boolean,
  forget: (key: string, entry: T) => void,
): Sweepable {
  let walk = entries.entries();
  return {
    sweep(nowMs, limit) {
      let removed = 0;
      for (let looked = 0; looked < limit; looked += 1) {
        const { done, value } = walk.next();
        if (done === true) {
          walk = entries.entries();
          break;
        }
        const [key, entry] = value;
        if (!mayForget(entry, nowMs)) continue;
        forget(key, entry);
        removed += 1;
      }
      return removed;
    },
  };
}
