/** What a run has shown. */
export interface Figures {
  readonly sent: number;
  /** Good tokens that were refused, by the fault of the moment. */
  readonly wronglyRefused: ReadonlyMap<string, number>;
  readonly wronglyAccepted: ReadonlyMap<string, number>;
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Heap in use after collection, in MiB, in even steps. */
  readonly heap: readonly number[];
  readonly tokenRequests: number;
}

/** Counts while a run goes on. */
export interface Counter {
  readonly accepted: (ms: number) => void;
  readonly refusedGood: (during: string, error: unknown) => void;
  readonly refusedBad: () => void;
  readonly acceptedBad: (attack: string) => void;
  readonly heap: () => void;
  readonly result: (tokenRequests: number) => Figures;
}

/** Creates one. */
export function createCounter(): Counter {
  const times: number[] = [];
  const heap: number[] = [];
  const wronglyRefused = new Map<string, number>();
  const wronglyAccepted = new Map<string, number>();
  let refused = 0;
  const add = (map: Map<string, number>, name: string): void => void map.set(name, (map.get(name) ?? 0) + 1);
  const share = (sorted: readonly number[], part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return {
    accepted: (ms) => void times.push(ms),
    refusedGood: (during, error) => add(wronglyRefused, `${during}: ${error instanceof Error ? error.message : error}`),
    refusedBad: () => {
      refused += 1;
    },
    acceptedBad: (attack) => add(wronglyAccepted, attack),
    heap() {
      globalThis.gc?.();
      heap.push(Math.round((process.memoryUsage().heapUsed - times.length * 8) / 2 ** 20));
    },
    result(tokenRequests) {
      const sorted = times.toSorted((a, b) => a - b);
      const [p50Ms, p99Ms, maxMs] = [share(sorted, 0.5), share(sorted, 0.99), share(sorted, 1)];
      return {
        sent: times.length + refused,
        wronglyRefused,
        wronglyAccepted,
        refused,
        p50Ms,
        p99Ms,
        maxMs,
        heap,
        tokenRequests,
      };
    },
  };
}
