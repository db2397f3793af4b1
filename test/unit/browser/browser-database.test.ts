import assert from "node:assert/strict";
import { test } from "node:test";
import { createIndexedDatabase } from "../../../src/browser/browser-database.ts";
import type { IndexedDatabases } from "../../../src/browser/browser-window.ts";
import { createDatabases } from "../../fixtures/browser-pages.ts";

test("a database keeps, replaces and removes values, and what throws in between changes nothing", async () => {
  const databases = createDatabases();
  const one = createIndexedDatabase(databases, "app");
  const other = createIndexedDatabase(databases, "app");
  assert.equal(await one.update("a", (old) => old), undefined);
  assert.equal(await one.update("a", () => 1), 1);
  assert.equal(await other.update("a", (old) => Number(old) + 1), 2);
  const thrown = other.update("a", () => {
    throw new Error("mine");
  });
  await assert.rejects(thrown, { code: "ERR_CONFIGURATION_STORE" });
  assert.equal(await one.update("a", (old) => old), 2);
  await one.update("a", () => undefined);
  assert.equal(await createIndexedDatabase(databases, "app").update("a", (old) => old), undefined);
});

test("a database that does not open is said, and tried again", async () => {
  const working = createDatabases();
  let fails = true;
  const databases: IndexedDatabases = {
    open(name, version) {
      if (!fails) return working.open(name, version);
      const request: Omit<ReturnType<IndexedDatabases["open"]>, "result"> = {
        error: new Error("blocked"),
        onsuccess: null,
        onerror: null,
        onupgradeneeded: null,
        onblocked: null,
      };
      setTimeout(() => request.onerror?.(undefined as never));
      return request as ReturnType<IndexedDatabases["open"]>;
    },
  };
  const database = createIndexedDatabase(databases, "app");
  await assert.rejects(
    database.update("a", () => 1),
    { code: "ERR_CONFIGURATION_STORE", parameter: "window.indexedDB" },
  );
  fails = false;
  assert.equal(await database.update("a", () => 1), 1);
});

test("a connection that the browser has closed is opened again, and what is done is done once", async () => {
  const working = createDatabases();
  let opened = 0;
  const databases: IndexedDatabases = {
    open(name, version) {
      opened += 1;
      const request = working.open(name, version);
      if (opened > 1) return request;
      const closed = {
        ...request.result,
        transaction: () => {
          throw new DOMException("The database connection is closing.", "InvalidStateError");
        },
      };
      return Object.assign(request, { result: closed });
    },
  };
  const database = createIndexedDatabase(databases, "app");
  assert.equal(await database.update("count", (old) => Number(old ?? 0) + 1), 1);
  assert.equal(await database.update("count", (old) => Number(old ?? 0) + 1), 2);
  assert.equal(opened, 2);
});
