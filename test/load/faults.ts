/** What can be wrong with the way to the provider. */
export type FaultKind = "none" | "server errors" | "slow answers" | "provider killed";

/** One fault, from a second of the run to another. */
export interface Fault {
  readonly kind: FaultKind;
  readonly from: number;
  readonly to: number;
}

/** The faults of a run, in parts of its length: they are shorter than a token lives, as outages that nobody should notice are. */
export function planFaults(seconds: number): readonly Fault[] {
  const part = seconds / 60;
  return [
    { kind: "server errors", from: 14 * part, to: 19 * part },
    { kind: "slow answers", from: 26 * part, to: 32 * part },
    { kind: "provider killed", from: 40 * part, to: 44 * part },
  ];
}

/** The fault of a moment, and the one whose effects are still to be borne: who was told to wait a second waits after the fault, too. */
export function faultsAt(
  faults: readonly Fault[],
  second: number,
): { readonly fault: FaultKind; readonly felt: FaultKind } {
  const fault = faults.find(({ from, to }) => second >= from && second < to)?.kind ?? "none";
  const felt = faults.find(
    ({ kind, from, to }) => second >= from && second < to + (kind === "server errors" ? retryAfterSeconds : 0),
  );
  return { fault, felt: felt?.kind ?? "none" };
}

/** Puts the faults of the moment between a client and its provider. */
export function createFaultyFetch(current: () => FaultKind): typeof fetch {
  return async (input, init) => {
    const kind = current();
    if (kind === "server errors")
      return new Response("overloaded", { status: 503, headers: { "Retry-After": `${retryAfterSeconds}` } });
    if (kind === "slow answers") await new Promise((resolve) => setTimeout(resolve, 1500));
    return fetch(input, init);
  };
}

const retryAfterSeconds = 1;
