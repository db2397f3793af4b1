/** Lets concurrent callers of the same key share one piece of work. */
export interface SingleFlight<T> {
  /** Starts `work`, or joins the one already under way for `key`. Its failure reaches all callers and is not remembered. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Creates a {@link SingleFlight}. It forgets a key as soon as its work settles, so it is no cache: a later call works anew.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>();

  async function fly(key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      flights.delete(key);
    }
  }

  return Object.freeze({
    run(key: string, work: () => Promise<T>): Promise<T> {
      const underWay = flights.get(key);
      if (underWay !== undefined) return underWay;
      // The work starts a tick later, so that even work which fails at once finds its key here and takes it away.
      const flight = Promise.resolve().then(() => fly(key, work));
      flights.set(key, flight);
      return flight;
    },
  });
}
