import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { findNodeWithSqlite, type RunningProgram, startProgram } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { storeQueries } from "../fixtures/provider/store-queries.ts";

const issuer = "test/fixtures/provider/store-issuer.ts";

test("PostgreSQL store: kill -9 of processes and a crash of the server lose no grant and sell no code twice", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const { server } = start;
  const programs: RunningProgram[] = [];
  const begin = (): RunningProgram => {
    const program = startProgram(process.execPath, issuer, ["postgres", server.connectionString]);
    programs.push(program);
    return program;
  };
  try {
    const [first, second] = [begin(), begin()];
    await untilLines(first, 100);
    first.kill();
    await first.ended;
    const third = begin();
    await untilLines(third, 100);
    for (let crashes = 0; crashes < 2; crashes += 1) {
      const before = second.lines.filter((line) => line !== "rejected").length;
      await server.crash();
      await server.start();
      await untilLines(second, before + 100);
    }
    for (const program of [second, third]) program.kill();
    await Promise.all(programs.map(({ ended }) => ended));
    assert.ok(second.lines.includes("rejected"), "the crash was not noticed");
    const pool = new pg.Pool({ connectionString: server.connectionString, options: "-c search_path=identity" });
    pool.on("error", () => undefined);
    try {
      await assertWhole(programs, async (query) => (await pool.query(query)).rows);
    } finally {
      await pool.end();
    }
  } finally {
    for (const { kill } of programs) kill();
    await server.stop();
  }
});

test("SQLite store: kill -9 of processes that share a file loses no grant and sells no code twice", async (t) => {
  const node = await findNodeWithSqlite();
  if ("reason" in node) return t.skip(node.reason);
  const folder = mkdtempSync(join(tmpdir(), "provider-sqlite-"));
  const path = join(folder, "store.db");
  const programs = [1, 2].map(() => startProgram(node.command, issuer, ["sqlite", path]));
  try {
    for (const program of programs) {
      await untilLines(program, 200);
      program.kill();
      await program.ended;
    }
    const reader = startProgram(node.command, "test/fixtures/provider/sqlite-reader.ts", [path]);
    const { code, problems } = await reader.ended;
    assert.equal(code, 0, problems);
    const answers = new Map<string, unknown[]>(reader.lines.map((line) => JSON.parse(line)));
    await assertWhole(programs, async (query) => answers.get(query) ?? assert.fail(`not answered: ${query}`));
  } finally {
    for (const { kill } of programs) kill();
    rmSync(folder, { recursive: true });
  }
});

/** What was told as committed is there, and what is there is whole. */
async function assertWhole(
  programs: readonly RunningProgram[],
  ask: (query: string) => Promise<unknown[]>,
): Promise<void> {
  const lines = programs.flatMap((program) => program.lines);
  const issued = lines.filter((line) => line.startsWith("issued ")).map((line) => line.split(" "));
  const rotated = lines.filter((line) => line.startsWith("rotated ")).map((line) => line.split(" "));
  assert.ok(issued.length > 50 && rotated.length > 50);
  assert.equal(lines.includes("lost a rotation"), false);
  const codes = issued.map(([, code]) => code);
  assert.equal(new Set(codes).size, codes.length, "one code bought two grants");
  const column = async (query: string): Promise<ReadonlySet<unknown>> =>
    new Set((await ask(query)).map((row) => Object(row).value));
  const [consumed, grants, tokens, children] = [
    await column(storeQueries.consumed),
    await column(storeQueries.grants),
    await column(storeQueries.tokens),
    await column(storeQueries.children),
  ];
  for (const [, code, grant, access, refresh] of issued) {
    assert.ok(consumed.has(code), "a code that was redeemed is good again");
    assert.ok(grants.has(grant), "a grant is lost");
    for (const hash of [access, refresh]) assert.ok(tokens.has(hash), "a token is lost");
  }
  for (const [, parent, child] of rotated) assert.ok(children.has(`${parent} ${child}`), "a rotation is lost");
  const bought = (await ask(storeQueries.details)).map((row) => JSON.parse(Object(row).value).details.code);
  assert.equal(new Set(bought).size, bought.length, "one code has two grants");
  assert.deepEqual(new Set(bought), consumed, "a code was used up for nothing, or a grant was given for nothing");
  assert.deepEqual(await ask(storeQueries.orphans), []);
  assert.deepEqual(await ask(storeQueries.unusedParents), []);
}

async function untilLines({ lines, ended }: RunningProgram, count: number): Promise<void> {
  const gone = ended.then(({ code, problems }) => assert.fail(`ended with ${code}: ${problems}`));
  const enough = async (): Promise<void> => {
    while (lines.filter((line) => line !== "rejected").length < count)
      await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await Promise.race([enough(), gone]);
}
