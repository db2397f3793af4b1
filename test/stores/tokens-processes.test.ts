import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { test } from "node:test";
import { createGrantsProvider, createGrantsStore, issuer, resources } from "../fixtures/provider/grants-provider.ts";
import { type RunningProgram, startProgram } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { hasRedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";

/** Where a request for tokens is held for good. */
type Moment = "before the provider sees it" | "after the provider has rotated";

interface Front {
  readonly url: string;
  /** How many requests for tokens came. */
  readonly count: () => number;
  readonly close: () => void;
}

/** A provider behind a socket, that never answers the first request for tokens. */
async function serve(moment: Moment): Promise<Front> {
  const provider = createGrantsProvider({
    clock: Date.now,
    store: createGrantsStore(Date.now),
    // New processes start slowly where many tests run.
    tokens: { resources, refreshLeewaySeconds: 60 },
  });
  await provider.seed();
  let count = 0;
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece);
    const isHeld = request.url === "/token" && ++count === 1;
    if (isHeld && moment === "before the provider sees it") return;
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const body = pieces.length === 0 ? null : Buffer.concat(pieces);
    const answer = await provider.provider.fetch(`${issuer}${request.url}`, {
      method: request.method ?? "GET",
      headers,
      body,
    });
    const text = await answer.text();
    if (isHeld) return;
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  });
  const port = await listen(server);
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, count: () => count, close };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

/** Kills a process in the middle of its refresh, and has two others go on. */
async function killOne(kind: "redis" | "postgres", url: string, moment: Moment): Promise<void> {
  const front = await serve(moment);
  const running: RunningProgram[] = [];
  const start = (): RunningProgram => {
    const program = startProgram(process.execPath, "test/fixtures/tokens-process.ts", [kind, url, front.url]);
    running.push(program);
    return program;
  };
  try {
    const dying = start();
    while (front.count() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    dying.kill();
    await dying.ended;
    for (const program of [start(), start()]) {
      const { problems } = await program.ended;
      assert.deepEqual([program.lines, problems], [["ready", "renewed true"], ""]);
    }
    assert.deepEqual(dying.lines, ["ready"]);
  } finally {
    for (const program of running) program.kill();
    front.close();
  }
}

for (const moment of ["before the provider sees it", "after the provider has rotated"] as const) {
  test(`tokens on Redis: a process killed in the middle of a refresh, ${moment}, loses no session`, async (t) => {
    if (!hasRedisServer) return t.skip("no redis-server is installed");
    const redis = await startRedisServer();
    try {
      await killOne("redis", redis.url, moment);
    } finally {
      await redis.close();
    }
  });

  test(`tokens on PostgreSQL: a process killed in the middle of a refresh, ${moment}, loses no session`, async (t) => {
    const start = await startPostgres();
    if ("reason" in start) return t.skip(start.reason);
    try {
      await killOne("postgres", start.server.connectionString, moment);
    } finally {
      await start.server.stop();
    }
  });
}
