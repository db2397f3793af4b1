/** What a run has shown. */
export interface Figures {
  readonly sent: number;
  /** Good tokens that were refused, by the fault of the moment. */
  readonly wronglyRefused: ReadonlyMap<string, number>;
  readonly wronglyAccepted: ReadonlyMap<string, number>;
  readonly refused: number;
  /** While there was no fault, and over all. */
  readonly calm: Times;
  readonly all: Times;
  /** Heap in use after collection, in MiB, in even steps. */
  readonly heap: readonly number[];
  readonly tokenRequests: number;
}

/** How long calls took that were accepted. */
export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Counts while a run goes on. */
export interface Counter {
  readonly accepted: (ms: number, during: string) => void;
  readonly refusedGood: (during: string, error: unknown) => void;
  readonly refusedBad: () => void;
  readonly acceptedBad: (attack: string) => void;
  readonly heap: () => void;
  readonly result: (tokenRequests: number) => Figures;
}

/** Creates one. */
export function createCounter(): Counter {
  const calm: number[] = [];
  const faulty: number[] = [];
  const heap: number[] = [];
  const wronglyRefused = new Map<string, number>();
  const wronglyAccepted = new Map<string, number>();
  let refused = 0;
  const add = (map: Map<string, number>, name: string): void => void map.set(name, (map.get(name) ?? 0) + 1);
  return {
    accepted: (ms, during) => void (during === "none" ? calm : faulty).push(ms),
    refusedGood: (during, error) => add(wronglyRefused, `${during}: ${error instanceof Error ? error.message : error}`),
    refusedBad: () => {
      refused += 1;
    },
    acceptedBad: (attack) => add(wronglyAccepted, attack),
    heap() {
      globalThis.gc?.();
      heap.push(Math.round((process.memoryUsage().heapUsed - (calm.length + faulty.length) * 8) / 2 ** 20));
    },
    result(tokenRequests) {
      const all = [...calm, ...faulty];
      return {
        sent: all.length + refused,
        wronglyRefused,
        wronglyAccepted,
        refused,
        calm: sum(calm),
        all: sum(all),
        heap,
        tokenRequests,
      };
    },
  };
}

function sum(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const share = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { p50Ms: share(0.5), p99Ms: share(0.99), maxMs: share(1) };
}
