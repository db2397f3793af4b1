/** One of the things that are compared. */
export interface Subject {
  readonly name: string;
  /** Does the work once. A promise is awaited. */
  readonly run: () => unknown;
}

/** What one run of a subject took in each round, in microseconds. */
export interface Figure {
  readonly name: string;
  readonly wall: readonly number[];
  /** Time on processors, threads included. It hardly depends on what else the machine does, and leaves waiting out. */
  readonly cpu: readonly number[];
}

/** One subject's time as a share of another's, each pair taken from the same round. */
export interface Ratio {
  readonly median: number;
  /** The middle half of the rounds lies between these two. */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** How long a race is. */
export interface RaceOptions {
  /** Default 31. */
  readonly rounds?: number;
  /** Time that each subject gets in each round, in milliseconds. Default 25. */
  readonly turnMs?: number;
}

/**
 * Measures subjects against each other in one process: after a warm-up, in each round every subject gets one turn. From round to round
 * the order changes so that each comes at every place and after every other: neither a disturbance of the machine nor the garbage and the
 * idle threads that one leaves behind always hit the same.
 */
export async function race(
  subjects: readonly Subject[],
  { rounds = 31, turnMs = 25 }: RaceOptions = {},
): Promise<readonly Figure[]> {
  const lanes: Lane[] = [];
  for (const subject of subjects) lanes.push({ subject, count: await warmUp(subject, turnMs), wall: [], cpu: [] });
  for (let round = 0; round < rounds; round += 1) {
    for (const lane of orderOf(lanes, round)) {
      const { wall, cpu } = await timeRuns(lane.subject, lane.count);
      lane.wall.push(wall / lane.count);
      lane.cpu.push(cpu / lane.count);
    }
  }
  return lanes.map(({ subject: { name }, wall, cpu }) => ({ name, wall, cpu }));
}

/** A row of a square in which every item follows every other equally often (Williams); for an odd number of them, of two squares. */
function orderOf<T>(items: readonly T[], round: number): readonly T[] {
  const count = items.length;
  const order = items.flatMap((_item, place) => {
    const offset = place % 2 === 0 ? -place / 2 : (place + 1) / 2;
    const item = items[(((round + offset) % count) + count) % count];
    return item === undefined ? [] : [item];
  });
  return count % 2 === 1 && Math.floor(round / count) % 2 === 1 ? order.reverse() : order;
}

/** Compares the rounds of two subjects of one race. */
export function ratioOf(ours: readonly number[], peer: readonly number[]): Ratio {
  const ratios = ours.map((time, round) => time / (peer[round] ?? Number.NaN));
  return { median: median(ratios), lowerQuartile: quantile(ratios, 0.25), upperQuartile: quantile(ratios, 0.75) };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

interface Lane {
  readonly subject: Subject;
  /** Runs in one turn. */
  readonly count: number;
  readonly wall: number[];
  readonly cpu: number[];
}

/** Runs a subject until the engine has had time to optimise it; gives the number of runs that fill a turn. */
async function warmUp(subject: Subject, turnMs: number): Promise<number> {
  let count = 1;
  let spent = 0;
  for (;;) {
    const time = (await timeRuns(subject, count)).wall / 1000;
    spent += time;
    if (spent > warmUpMs && time > turnMs / 4) return Math.max(1, Math.round((count * turnMs) / time));
    if (time < turnMs) count *= 2;
  }
}

/** Microseconds that `count` runs take. A subject that gives no promise is not made to wait for one. */
async function timeRuns({ run }: Subject, count: number): Promise<{ readonly wall: number; readonly cpu: number }> {
  let last = run();
  const isAsync = last instanceof Promise;
  await last;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  if (isAsync) for (let index = 0; index < count; index += 1) await run();
  else for (let index = 0; index < count; index += 1) last = run();
  const wall = (performance.now() - start) * 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  // Looked at, so that no optimiser may drop the work.
  if (last === unreachable) throw new Error("unreachable");
  return { wall, cpu: user + system };
}

const warmUpMs = 500;
const unreachable: unique symbol = Symbol("unreachable");
