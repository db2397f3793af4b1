/** Runs a verb many times at once. */
export function race<T>(run: (runner: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: runners }, (_, runner) => run(runner)));
}

/** How often each outcome came. */
export function tally(outcomes: readonly (string | boolean)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[String(outcome)] = (counts[String(outcome)] ?? 0) + 1;
  return counts;
}

/** How many run at once. */
const runners = 50;
