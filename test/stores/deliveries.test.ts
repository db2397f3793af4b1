import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import type { ProviderEvent } from "../../src/provider/events.ts";
import { createPostgresStore } from "../../src/provider/stores/sql/postgres-store.ts";
import { logoutOptions } from "../fixtures/provider/logout-options.ts";
import { startProgram } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";

test("PostgreSQL store: the logout of a process that was killed while it sent it is sent by one of five others, once", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const { connectionString, stop } = start.server;
  const receiver = await listen();
  const killed = startProgram(process.execPath, "test/fixtures/provider/logout-issuer.ts", [
    connectionString,
    `${receiver.port}`,
  ]);
  const stores = Array.from({ length: 5 }, () => createPostgresStore({ connectionString, maxConnections: 2 }));
  const events: ProviderEvent[] = [];
  let now = Date.now();
  const others: readonly Provider[] = stores.map((store) =>
    createProvider({
      ...logoutOptions(receiver.port),
      store,
      clock: () => now,
      onEvent: (event) => events.push(event),
    }),
  );
  try {
    const first = await Promise.race([receiver.next(), killed.ended.then(({ problems }) => assert.fail(problems))]);
    killed.kill();
    await killed.ended;
    receiver.answersNow();
    const deliver = async (): Promise<number> => {
      const begun = await Promise.all(others.map((provider) => provider.deliver()));
      return begun.reduce((sum, count) => sum + count, 0);
    };
    assert.equal(await deliver(), 0, "the dead process has it still");
    now += 60_000;
    assert.equal(await deliver(), 1);
    const second = await receiver.next();
    await Promise.all(others.map((provider) => provider.close()));
    assert.deepEqual([second.sid, second.aud], [first.sid, "web"]);
    assert.notEqual(second.jti, first.jti, "the client may have used up the first");
    assert.ok(Number(second.iat) > Number(first.iat), "made when it was sent");
    assert.equal(events.filter(({ type }) => type === "logout.delivered").length, 1);
    assert.deepEqual(await stores[0]?.deliveries.list({ limit: 9 }), { items: [] });
    assert.equal(receiver.count(), 2);
  } finally {
    killed.kill();
    await Promise.all(stores.map((store) => store.close()));
    receiver.close();
    await stop();
  }
});

/** A client that takes logout tokens over HTTP, and at first answers none. */
async function listen() {
  const tokens: ReturnType<typeof decodeJwt>[] = [];
  let answers = false;
  let read = 0;
  const server = createServer(async (request, response) => {
    tokens.push(decodeJwt(new URLSearchParams(await text(request)).get("logout_token") ?? ""));
    if (answers) response.writeHead(200).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    count: () => tokens.length,
    answersNow: () => {
      answers = true;
    },
    async next() {
      for (let turn = 0; turn < 2000; turn += 1) {
        const token = tokens[read];
        if (token !== undefined) {
          read += 1;
          return token;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return assert.fail("no logout token came");
    },
    close: () => void server.close(),
  };
}
