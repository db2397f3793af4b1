import { test } from "node:test";
import { describeStoreContract } from "../../../../src/provider/stores/contract/store-contract.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";

describeStoreContract(async () => createMemoryStore(), {
  test: (title, run) => test(`memory store: ${title}`, run),
});
