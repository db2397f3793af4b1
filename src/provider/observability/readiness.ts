import type { ProviderContext } from "../context.ts";

/** Whether a provider can serve. */
export interface Readiness {
  readonly isReady: boolean;
  /** What does not work: `store`, `keys`. Why is told to `onEvent` only. */
  readonly problems: readonly string[];
}

/**
 * Makes the check of readiness. Whoever asks while one goes on, or within a second after it, is told the same, because anybody may ask.
 */
export function createReadinessCheck(context: ProviderContext): () => Promise<Readiness> {
  let last: { readonly outcome: Promise<Readiness>; readonly atMs: number } | undefined;
  return () => {
    const nowMs = context.clock();
    if (last === undefined || Math.abs(nowMs - last.atMs) >= keepMs)
      last = { outcome: checkReadiness(context), atMs: nowMs };
    return last.outcome;
  };
}

async function checkReadiness({ store, keys }: ProviderContext): Promise<Readiness> {
  const [storeProblem, keysProblem] = await Promise.all([fails(store.ping()), fails(keys.jwks())]);
  const problems = [...(storeProblem ? ["store"] : []), ...(keysProblem ? ["keys"] : [])];
  return Object.freeze<Readiness>({ isReady: problems.length === 0, problems });
}

function fails(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    () => true,
  );
}

const keepMs = 1000;
