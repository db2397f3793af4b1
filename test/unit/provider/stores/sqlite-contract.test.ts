import { test } from "node:test";
import { describeStoreContract } from "../../../../src/provider/stores/contract/store-contract.ts";
import { createSqliteStore } from "../../../../src/provider/stores/sql/sqlite-store.ts";

const isThere = await import("node:sqlite").then(
  () => true,
  () => false,
);

describeStoreContract(async () => createSqliteStore({ path: ":memory:" }), {
  test: (title, run) => test(`SQLite store: ${title}`, { skip: isThere ? false : "this Node has no node:sqlite" }, run),
});
