import { isInstant } from "./instant.ts";
import type { ProviderStore } from "./store.ts";
import { nameFailure, StoreError } from "./store-error.ts";
import { findVerb, ownVerbs, partVerbs, type StorePart, type VerbKind } from "./store-verbs.ts";

/** How a store is watched over. */
export interface StoreGuard {
  /** How long a verb may take. */
  readonly timeoutMs: number;
  /** Is told of every verb that failed or took too long. */
  readonly onFailure: (error: StoreError) => void;
  /** Is told of every verb that adds something which will have to be swept. */
  readonly onWrite: () => void;
}

/**
 * Makes every verb of a store end: by its outcome, or by a {@link StoreError} when it fails or takes too long. A verb that was given up may still do its work.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a store that lacks a verb
 */
export function guardStore(store: ProviderStore, guard: StoreGuard): ProviderStore {
  const limits: Limits = { ...guard, timeoutMs: isInstant(store) ? undefined : guard.timeoutMs };
  const part = <Name extends StorePart>(name: Name): ProviderStore[Name] =>
    guardVerbs(store[name], partVerbs[name], { limits, name: `store.${name}` });
  return Object.freeze<ProviderStore>({
    artifacts: part("artifacts"),
    grants: part("grants"),
    sessions: part("sessions"),
    consents: part("consents"),
    clients: part("clients"),
    accounts: part("accounts"),
    keys: part("keys"),
    replay: part("replay"),
    throttle: part("throttle"),
    deliveries: part("deliveries"),
    ...guardVerbs({ sweep: store.sweep, ping: store.ping, close: store.close }, ownVerbs, {
      limits,
      name: "store",
      owner: store,
    }),
  });
}

type Verb = (...given: readonly unknown[]) => Promise<unknown>;
type Call = (given: readonly unknown[]) => Promise<unknown>;

interface Limits extends Omit<StoreGuard, "timeoutMs"> {
  /** Left out: nobody waits. */
  readonly timeoutMs: number | undefined;
}

interface Guarded {
  readonly limits: Limits;
  readonly name: string;
  /** Whose methods they are. Default: the part. */
  readonly owner?: object;
}

function guardVerbs<Part extends object>(
  part: Part,
  kinds: Readonly<Record<keyof Part, VerbKind>>,
  { limits, name, owner = part }: Guarded,
): Part {
  const guarded: Record<string, Verb> = {};
  for (const [verb, kind] of Object.entries<VerbKind>(kinds)) {
    const run = findVerb(part, { verb, kind, place: name });
    if (run === undefined) continue;
    const call: Call = (given) => Reflect.apply(run, owner, given);
    guarded[verb] = guardVerb(call, { limits, name: `${name.replace(/^store\.?/, "")}.${verb}`, kind });
  }
  return Object.freeze(guarded) as Part;
}

function guardVerb(
  call: Call,
  { limits, name, kind }: { readonly limits: Limits; readonly name: string; readonly kind: VerbKind },
): Verb {
  const { timeoutMs, onFailure, onWrite } = limits;
  return async (...given) => {
    try {
      if (kind === "adds") onWrite();
      return await (timeoutMs === undefined ? call(given) : withinTime(call(given), timeoutMs));
    } catch (cause) {
      const problem = cause === late ? "timed out" : `failed: ${nameFailure(cause)}`;
      const error = new StoreError({ verb: name.replace(/^\./, ""), problem, ...(cause === late ? {} : { cause }) });
      onFailure(error);
      throw error;
    }
  };
}

function withinTime(work: Promise<unknown>, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late), timeoutMs);
    Promise.resolve(work)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}

const late: unique symbol = /* @__PURE__ */ Symbol("late");
