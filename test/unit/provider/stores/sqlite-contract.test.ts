import { test } from "node:test";
import { describeStoreContract } from "../../../../src/provider/stores/contract/store-contract.ts";
import { createSqliteStore } from "../../../../src/provider/stores/sql/sqlite-store.ts";

const isThere = await import("node:sqlite").then(
  () => true,
  () => false,
);

// A Node without SQLite has nothing to test here; `npm run test:stores` runs these cases on one that has it.
if (isThere) {
  describeStoreContract(async () => createSqliteStore({ path: ":memory:" }), {
    test: (title, run) => test(`SQLite store: ${title}`, run),
  });
}
