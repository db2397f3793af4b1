/** Lets concurrent callers of the same key share one piece of work. */
export interface SingleFlight<T> {
  /** Starts `work`, or joins the one already under way for `key`. Its failure reaches all callers and is not remembered. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

/** How work is shared. */
export interface SingleFlightOptions {
  /** Whether work may be done again for callers that waited for what its run-time has dropped. Default `false`: they are told of it. */
  readonly isRepeatable?: boolean | undefined;
}

/**
 * Creates a {@link SingleFlight}. It forgets a key as soon as its work settles, so it is no cache: a later call works anew.
 *
 * A worker drops work together with the request that began it, and whoever else waits for it is told by a rejection which is not the work's own. Such work
 * is forgotten, too.
 */
export function createSingleFlight<T>({ isRepeatable }: SingleFlightOptions = {}): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>();

  async function fly(key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      flights.delete(key);
    }
  }

  function run(key: string, work: () => Promise<T>): Promise<T> {
    const underWay = flights.get(key);
    if (underWay !== undefined) {
      return underWay.catch((error: unknown) => {
        const current = flights.get(key);
        // Work that came to its end has taken its key away.
        if (current === underWay) flights.delete(key);
        if (current === undefined || !isRepeatable) throw error;
        return run(key, work);
      });
    }
    // The work starts a tick later, so that even work which fails at once finds its key here and takes it away.
    const flight = Promise.resolve().then(() => fly(key, work));
    flights.set(key, flight);
    return flight;
  }

  return Object.freeze({ run });
}
