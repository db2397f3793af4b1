import { accountContract } from "./account-cases.ts";
import { artifactContract } from "./artifact-cases.ts";
import { consumeContract } from "./consume-cases.ts";
import { type CreateStore, type StoreContractCase, type StorePart, toContractCases } from "./contract-part.ts";
import { deliveryContract } from "./delivery-cases.ts";
import { grantContract } from "./grant-cases.ts";
import { issueContract } from "./issue-cases.ts";
import { clientContract, consentContract } from "./registry-cases.ts";
import { rotateContract } from "./rotate-cases.ts";
import { keyContract, replayContract, throttleContract } from "./server-cases.ts";
import { sessionContract } from "./session-cases.ts";
import {
  keepContract,
  keepGrantContract,
  keepReplayContract,
  sweepConsentContract,
  sweepContract,
} from "./sweep-cases.ts";

/** How a test is announced to a test runner. */
export interface StoreContractRunner {
  /** `test` of `node:test`, `it` of Vitest or Jest, `Deno.test`. */
  readonly test: (title: string, run: () => Promise<void>) => unknown;
  /** The parts that the store has. Default: all. */
  readonly parts?: readonly StorePart[] | undefined;
  /** Whether `sweep` removes records. `false` for a store whose records vanish by themselves. Default: `true`. */
  readonly sweeps?: boolean | undefined;
}

/**
 * Announces every case of the contract that a store has to keep as a test of its own. The store may be one that has contents already: the cases use
 * names of their own, remove records that have expired, and leave others behind; so give them a database for tests.
 *
 * @param createStore - makes the store anew for each case, which closes it
 */
export function describeStoreContract(
  createStore: CreateStore,
  { test, parts, sweeps = true }: StoreContractRunner,
): void {
  for (const { title, needs, sweeps: mustSweep, run } of storeContract) {
    if (mustSweep && !sweeps) continue;
    if (parts === undefined || needs.every((part) => parts.includes(part))) test(title, () => run(createStore));
  }
}

/** What a store of a provider has to keep to, case by case: for test runners that {@link describeStoreContract} does not fit. */
export const storeContract: readonly StoreContractCase[] = /* @__PURE__ */ collectCases();

function collectCases(): readonly StoreContractCase[] {
  return [
    ...toContractCases(artifactContract),
    ...toContractCases(consumeContract),
    ...toContractCases(issueContract),
    ...toContractCases(rotateContract),
    ...toContractCases(grantContract),
    ...toContractCases(sessionContract),
    ...toContractCases(consentContract),
    ...toContractCases(clientContract),
    ...toContractCases(accountContract),
    ...toContractCases(keyContract),
    ...toContractCases(replayContract),
    ...toContractCases(throttleContract),
    ...toContractCases(deliveryContract),
    ...toContractCases(keepContract),
    ...toContractCases(keepGrantContract),
    ...toContractCases(keepReplayContract),
    ...toContractCases(sweepContract),
    ...toContractCases(sweepConsentContract),
  ];
}
