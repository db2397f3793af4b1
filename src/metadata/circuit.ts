import { TransportError } from "../errors/families.ts";
import type { Clock } from "../util/clock.ts";
import type { SharedLease } from "../util/shared-store.ts";
import type { CacheSubject } from "./cache-event.ts";
import type { CarefulStore } from "./careful-store.ts";

/** Whether a call may be made, and what to tell the others of how it went. */
export interface Gate {
  /** Why it may not be made. */
  readonly closedBy?: TransportError | undefined;
  readonly succeed: () => Promise<void>;
  readonly fail: (cooldownMs: (failures: number) => number) => Promise<void>;
}

/** What a circuit is about, and its key in the store. */
export interface CircuitPlace {
  readonly subject: CacheSubject;
  readonly key: string;
}

/**
 * Asks those who share a store whether a call may be made: always while it works; not for a while after it failed; then one of them tries, and the others wait for
 * what comes of it. Where the store does not answer, the call may be made.
 */
export async function enterCircuit(careful: CarefulStore, place: CircuitPlace, clock: Clock): Promise<Gate> {
  const { subject } = place;
  const key = `${place.key}:failure`;
  const found = await careful({ subject, operation: "read", act: (store) => store.read(key) });
  const failure = readFailure(found?.result?.value);
  if (failure === undefined) return createGate(careful, { ...place, key }, { clock, failures: 0 });
  const { failures, untilMs } = failure;
  const leftMs = untilMs - clock();
  if (leftMs > 0) return closed(subject, failures, leftMs);
  const probe = await careful({ subject, operation: "lease", act: (store) => store.acquire(key, probeMs) });
  if (probe !== undefined && probe.result === undefined) return closed(subject, failures, 0);
  return createGate(careful, { ...place, key }, { clock, failures, lease: probe?.result });
}

interface State {
  readonly clock: Clock;
  readonly failures: number;
  readonly lease?: SharedLease | undefined;
}

function createGate(careful: CarefulStore, { subject, key }: CircuitPlace, { clock, failures, lease }: State): Gate {
  const release = async (): Promise<void> => {
    if (lease !== undefined) await careful({ subject, operation: "lease", act: () => lease.release() });
  };
  return {
    async succeed() {
      if (failures > 0) await careful({ subject, operation: "write", act: (store) => store.remove(key) });
      await release();
    },
    async fail(cooldownMs) {
      const count = failures + 1;
      const untilMs = clock() + cooldownMs(count);
      // It is remembered longer than it counts, so that one alone tries again, and a further failure is known to be one.
      const expiresAtMs = untilMs + memoryMs;
      const text = JSON.stringify({ failures: count, untilMs });
      await careful({ subject, operation: "write", act: (store) => store.write(key, text, { expiresAtMs }) });
      await release();
    },
  };
}

function closed({ document, issuer }: CacheSubject, failures: number, leftMs: number): Gate {
  const next = leftMs > 0 ? `the next attempt is due in ${Math.ceil(leftMs)} ms` : "another attempt is under way";
  const closedBy = new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `The ${document} of issuer ${issuer} could not be fetched by those who share the cache, ${failures} times in a row; ${next}.`,
  });
  return { closedBy, succeed: tellNobody, fail: tellNobody };
}

async function tellNobody(): Promise<void> {}

/** What cannot be read counts as no failure. */
function readFailure(text: string | undefined): { readonly failures: number; readonly untilMs: number } | undefined {
  try {
    const { failures, untilMs }: { readonly failures?: unknown; readonly untilMs?: unknown } = Object(
      JSON.parse(text ?? "null"),
    );
    if (!Number.isSafeInteger(failures) || !Number.isFinite(untilMs)) return undefined;
    return { failures: Number(failures), untilMs: Number(untilMs) };
  } catch {
    return undefined;
  }
}

/** Longer than a call may take by default. */
const probeMs = 40_000;
const memoryMs = 600_000;
