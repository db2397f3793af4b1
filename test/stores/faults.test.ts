import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { goodRequest, makeDriverKey, type SceneAnswer } from "../fixtures/provider/faults-driver.ts";
import { serveFaults } from "../fixtures/provider/faults-processes.ts";
import { listRaces } from "../fixtures/provider/faults-races.ts";
import { findNodeWithSqlite } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { hasRedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";

const key = await makeDriverKey();

test("faults on PostgreSQL, over HTTP in two processes", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  try {
    await runRaces(t, process.execPath, ["postgres", start.server.connectionString]);
    await runOddTexts(t, process.execPath, ["postgres", start.server.connectionString]);
  } finally {
    await start.server.stop();
  }
});

test("faults on SQLite, over HTTP in two processes", async (t) => {
  const node = await findNodeWithSqlite();
  if ("reason" in node) return t.skip(node.reason);
  const folder = mkdtempSync(join(tmpdir(), "faults-sqlite-"));
  try {
    await runRaces(t, node.command, ["sqlite", join(folder, "store.db")]);
    await runOddTexts(t, node.command, ["sqlite", join(folder, "store.db")]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("faults on Redis and PostgreSQL together, over HTTP in two processes", async (t) => {
  if (!hasRedisServer) return t.skip("no redis-server is installed");
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const redis = await startRedisServer();
  try {
    await runRaces(t, process.execPath, ["combined", start.server.connectionString, redis.url]);
  } finally {
    await redis.close();
    await start.server.stop();
  }
});

async function runRaces(t: TestContext, command: string, args: readonly string[]): Promise<void> {
  const { driver, stop } = await serveFaults({ count: 2, command, args, key });
  try {
    for (const { title, run } of listRaces({ mayNobodyWin: args[0] === "combined" }))
      await t.test(title, () => run(driver));
  } finally {
    stop();
  }
}

/** Text that a database may not want to keep is no failure of the store, or anybody could make it look broken. */
async function runOddTexts(t: TestContext, command: string, args: readonly string[]): Promise<void> {
  const { driver, stop } = await serveFaults({ count: 1, command, args, key });
  const odd = ["\0", "a\0b", "\ud800", "__proto__", "\ufffe", "x".repeat(5000)];
  try {
    for (const text of odd)
      await t.test(`${JSON.stringify(text.slice(0, 8))} is answered, and by no failure of the server`, async () => {
        for (const name of ["state", "nonce", "login_hint", "ui_locales", "claims", "client_id", "scope", "resource"]) {
          const claims = JSON.stringify({ id_token: { [text]: { value: text } } });
          const value = name === "claims" ? claims : text;
          const request = { ...goodRequest, prompt: "login", [name]: value };
          assertNoFault(await driver.get(`/authorize?${new URLSearchParams(request)}`), `${name} at /authorize`);
          assertNoFault(await driver.authorize({ [name]: value }), `${name} at /authorize, signed in`);
          assertNoFault(await driver.post("/par", { ...goodRequest, [name]: value }), `${name} at /par`);
        }
        for (const name of ["code", "refresh_token", "device_code", "client_id", "token", "grant_type"])
          for (const grantType of [
            "authorization_code",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
          ]) {
            const form = { grant_type: grantType, client_id: "spa", code: "c", refresh_token: "r", [name]: text };
            assertNoFault(await driver.post("/token", form), `${name} at /token`);
          }
        assertNoFault(await driver.post("/revoke", { client_id: "spa", token: text }), "token at /revoke");
        assertNoFault(await driver.get("/userinfo", { authorization: "Bearer a.b.c" }), "token at /userinfo");
        assertNoFault(
          await driver.get(`/login?${new URLSearchParams({ interaction: text })}`),
          "interaction at /login",
        );
        assertNoFault(await driver.get(`/device?${new URLSearchParams({ user_code: text })}`), "user_code at /device");
      });
  } finally {
    stop();
  }
}

function assertNoFault({ status, text }: SceneAnswer, where: string): void {
  assert.ok(status < 500, `${where}: ${status} ${text.slice(0, 300)}`);
}
