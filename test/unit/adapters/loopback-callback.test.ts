import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { listenOnLoopback, waitForCallback } from "../../../src/adapters/loopback-callback.ts";

const target = "/callback?state=right&code=1";

async function listen() {
  const { server, origin } = await listenOnLoopback({ host: "127.0.0.1", port: 0 });
  const stopping = new AbortController();
  const awaited = { origin, path: "/callback", state: "right", signal: stopping.signal };
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { server, origin, stopping, awaited, close };
}

test("connections that say nothing are few, and not for long", async () => {
  const { server, close } = await listen();
  const { maxConnections, headersTimeout, requestTimeout } = server;
  await close();
  assert.deepEqual([maxConnections, headersTimeout, requestTimeout], [100, 10_000, 10_000]);
});

test("a signal that has aborted already ends the wait at once", async () => {
  const { server, stopping, awaited, close } = await listen();
  const reason = new Error("enough");
  stopping.abort(reason);
  await assert.rejects(waitForCallback(server, awaited), (error) => error === reason);
  await close();
});

test("the right answer is taken once, and what comes after it gets 410 and no word", async () => {
  const { server, origin, awaited, close } = await listen();
  const callback = waitForCallback(server, awaited);
  const first = fetch(`${origin}${target}`);
  const { query, answer } = await callback;
  assert.equal(query.get("code"), "1");
  const second = await fetch(`${origin}${target}`);
  assert.deepEqual([second.status, await second.text()], [410, ""]);
  await answer(200, "<p>done");
  assert.equal(await (await first).text(), "<p>done");
  await close();
});

test("an answer to a browser that has left already is no failure", async () => {
  const { server, origin, awaited, close } = await listen();
  const callback = waitForCallback(server, awaited);
  const { host, port } = new URL(origin);
  const gone = new Promise((resolve) => {
    server.once("connection", (socket) => socket.on("close", resolve));
  });
  const socket = connect(Number(port), "127.0.0.1", () => {
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  });
  const { answer } = await callback;
  socket.destroy();
  await gone;
  await answer(200, "<p>done");
  await close();
});
