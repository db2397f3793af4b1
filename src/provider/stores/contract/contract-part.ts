import type { PartialProviderStore, ProviderStore } from "../store.ts";

/** The parts of a store that can stand alone. */
export type StorePart = Exclude<keyof ProviderStore, "sweep" | "ping" | "close">;

/** One rule that every store has to keep, with what shows whether it does. */
export interface StoreContractCase {
  /** The part of the store, and the rule. */
  readonly title: string;
  /** The parts that it works with. */
  readonly needs: readonly StorePart[];
  /** Whether it asks that `sweep` really removes: of no use to a store whose records vanish by themselves. */
  readonly sweeps: boolean;
  /**
   * Makes a store, tries the rule, and closes the store.
   * @throws AssertionError where the store breaks the rule
   */
  readonly run: (createStore: CreateStore) => Promise<void>;
}

/** Makes the store that is tried. It may have contents: every case uses names of its own. */
export type CreateStore = () => Promise<PartialProviderStore>;

/** The store as the cases of one part see it. */
export type StoreWith<Part extends StorePart> = Pick<ProviderStore, Part | "sweep" | "ping">;

/** The cases of one part. */
export interface ContractPart<Part extends StorePart> {
  readonly of: string;
  readonly needs: readonly Part[];
  readonly sweeps?: boolean;
  readonly cases: readonly PartCase<Part>[];
}

interface PartCase<Part extends StorePart> {
  readonly rule: string;
  readonly run: (store: StoreWith<Part>) => Promise<void>;
}

/** Makes cases that stand alone of the cases of one part. */
export function toContractCases<Part extends StorePart>(part: ContractPart<Part>): readonly StoreContractCase[] {
  const { of, needs, sweeps = false, cases } = part;
  return cases.map(({ rule, run }) => ({
    title: `${of}: ${rule}`,
    needs,
    sweeps,
    async run(createStore) {
      const store = await createStore();
      try {
        if (!hasParts(store, needs)) throw new Error(`The store lacks one of: ${needs.join(", ")}.`);
        await run(store);
      } finally {
        await store.close();
      }
    },
  }));
}

function hasParts<Part extends StorePart>(
  store: PartialProviderStore,
  needs: readonly Part[],
): store is PartialProviderStore & StoreWith<Part> {
  return needs.every((part) => store[part] !== undefined);
}
