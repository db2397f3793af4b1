/** Something that can be swept: entries of which some may be forgotten. */
export interface Sweepable {
  /** Looks at the next entries, at most `limit`, and removes those that may be forgotten; gives how many it removed. */
  readonly sweep: (nowMs: number, limit: number) => number;
}

/**
 * Walks round a collection a few entries at a time, so that no sweep takes long however large the map is.
 * @param entriesOf - begins to go through it; what is added or removed meanwhile must disturb nothing
 * @param mayForget - whether an entry has outlived its use
 * @param forget - removes it, with what hangs on it
 */
export function createSweeper<T>(
  entriesOf: () => Iterator<T>,
  mayForget: (entry: T, nowMs: number) => boolean,
  forget: (entry: T) => void,
): Sweepable {
  let walk = entriesOf();
  return {
    sweep(nowMs, limit) {
      let removed = 0;
      for (let looked = 0; looked < limit; looked += 1) {
        const { done, value } = walk.next();
        if (done === true) {
          walk = entriesOf();
          break;
        }
        if (!mayForget(value, nowMs)) continue;
        forget(value);
        removed += 1;
      }
      return removed;
    },
  };
}
