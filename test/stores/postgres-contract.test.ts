import { after, test } from "node:test";
import pg from "pg";
import { describeStoreContract } from "../../src/provider/stores/contract/store-contract.ts";
import { createPostgresStore } from "../../src/provider/stores/sql/postgres-store.ts";
import { findPostgres, startPostgres } from "../fixtures/provider/postgres-server.ts";

const folders = findPostgres();
if (folders.length === 0) test("PostgreSQL: the contract of stores", { skip: "no PostgreSQL is installed" }, () => {});

for (const folder of folders) {
  const start = await startPostgres([folder]);
  if ("reason" in start) {
    test(`PostgreSQL in ${folder}: the contract of stores`, { skip: start.reason }, () => {});
    continue;
  }
  const { version, connectionString, stop } = start.server;
  const title = /[\d.]+/.exec(version.replace("postgres", ""))?.[0];
  const pool = new pg.Pool({ connectionString });
  pool.on("error", () => undefined);
  after(async () => {
    await pool.end();
    await stop();
  });
  describeStoreContract(async () => createPostgresStore({ pool }), {
    test: (rule, run) => test(`PostgreSQL ${title}: ${rule}`, run),
  });
}
