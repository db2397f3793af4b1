/** Which verb of the store did not do its work, and how. */
export interface StoreFailure {
  /** Part and verb: `grants.issue`. */
  readonly verb: string;
  /** What is known of it without what was stored: `timed out`, `failed: 53300`, `failed: READONLY`. */
  readonly problem: string;
  readonly cause?: unknown;
}

/** The store did not answer in time, or failed. Whether it did its work is not known. The router answers 503. */
export class StoreError extends Error {
  override readonly name: string = "StoreError";
  readonly verb: string;
  readonly problem: string;

  constructor({ verb, problem, cause }: StoreFailure) {
    super(`${verb} ${problem}`, cause === undefined ? undefined : { cause });
    this.verb = verb;
    this.problem = problem;
  }
}

/**
 * Names a failure by the class, the code and the first word in capitals of an error: a message could repeat what was stored.
 */
export function nameFailure(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && /^\w{1,60}$/.test(String(error.code)) ? String(error.code) : undefined;
  const word = /^[A-Z]{2,20}\b/.exec(error.message)?.[0];
  return code ?? word ?? error.name;
}
