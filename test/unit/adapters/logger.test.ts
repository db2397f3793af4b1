import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { pino } from "pino";
import { createEventLogger, type EventLoggerOptions } from "../../../src/adapters/logger.ts";
import { TransportError } from "../../../src/errors/families.ts";
import { createFakeClient } from "../../fixtures/fake-client.ts";
import { createFakeServer } from "../../fixtures/fake-server.ts";

type Line = Readonly<Record<string, unknown>>;

/** A pino that writes into memory. */
function openPino() {
  const lines: Line[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { lines, logger: pino({ level: "debug", base: null }, stream) };
}

/** A console that writes into memory. */
function openConsole() {
  const lines: (readonly unknown[])[] = [];
  const write = (level: string) => (message: unknown, fields: unknown) => void lines.push([level, message, fields]);
  return {
    lines,
    logger: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") },
  };
}

test("createEventLogger: pino gets the fields, then the message", () => {
  const { lines, logger } = openPino();
  const event = { type: "call.finished", operation: "refresh", code: "ERR_TRANSPORT_TIMEOUT", durationMs: 5 };
  createEventLogger(logger, { clock: () => 7 })(event);
  const { time, ...line } = lines[0] ?? assert.fail("nothing was written");
  assert.equal(typeof time, "number");
  assert.deepEqual(line, {
    level: 40,
    msg: "call.finished refresh ERR_TRANSPORT_TIMEOUT",
    type: "call.finished",
    area: "call",
    at: 7,
    operation: "refresh",
    code: "ERR_TRANSPORT_TIMEOUT",
    durationMs: 5,
  });
});

test("createEventLogger: console and its like get the message, then the fields", () => {
  const { lines, logger } = openConsole();
  createEventLogger(logger, { clock: () => 7 })({ type: "token.renewed" });
  assert.deepEqual(lines, [["debug", "token.renewed", { type: "token.renewed", area: "token", at: 7 }]]);
});

test("createEventLogger: the order can be said, for a logger that is neither", () => {
  const { lines, logger } = openConsole();
  createEventLogger(logger, { clock: () => 7, order: "fields-first" })({ type: "token.renewed" });
  assert.deepEqual(lines[0]?.[2], "token.renewed");
});

const levels: readonly (readonly [event: { readonly type: string }, level: string])[] = [
  [{ type: "exchange" }, "debug"],
  [{ type: "http.finished" }, "debug"],
  [{ type: "session.started" }, "debug"],
  [Object.assign({ type: "http.finished" }, { code: "ERR_OAUTH_RESPONSE" }), "warn"],
  ...["authorization_pending", "slow_down", "use_dpop_nonce"].map(
    (error) => [Object.assign({ type: "http.finished" }, { code: "ERR_OAUTH_RESPONSE", error }), "debug"] as const,
  ),
  [Object.assign({ type: "request.refused" }, { error: "authorization_pending" }), "debug"],
  [Object.assign({ type: "request.refused" }, { error: "invalid_grant" }), "warn"],
  [{ type: "request.refused" }, "warn"],
  [{ type: "token.renewal_failed" }, "warn"],
  [{ type: "client.authentication-failed" }, "warn"],
  [{ type: "code.replayed" }, "warn"],
  [{ type: "tolerated" }, "warn"],
  [{ type: "served-stale" }, "warn"],
  [{ type: "error.internal" }, "error"],
  [{ type: "error.store" }, "error"],
];

for (const [event, level] of levels) {
  test(`createEventLogger: ${JSON.stringify(event)} is written as ${level}`, () => {
    const { lines, logger } = openConsole();
    createEventLogger(logger)(event);
    assert.deepEqual(
      lines.map(([name]) => name),
      [level],
    );
  });
}

test("createEventLogger: levels by type, and types that are not written", () => {
  const { lines, logger } = openConsole();
  const options: EventLoggerOptions = { levels: { "login.succeeded": "info", exchange: "silent" } };
  const onEvent = createEventLogger(logger, options);
  for (const type of ["login.succeeded", "exchange", "toString"]) onEvent({ type });
  assert.deepEqual(
    lines.map(([name, message]) => [name, message]),
    [
      ["info", "login.succeeded"],
      ["debug", "toString"],
    ],
  );
});

test("createEventLogger: of an error name, code and message are written, the stack where it is asked for", () => {
  const { lines, logger } = openPino();
  const cause = Object.assign(new TypeError("no table"), { code: "42P01", detail: "row", cause: new Error("inner") });
  const event = { type: "error.internal", cause };
  createEventLogger(logger)(event);
  createEventLogger(logger, { stack: true })(event);
  createEventLogger(logger)(Object.assign({ type: "error.store" }, { cause: new Error("plain") }));
  const [plain, long, bare] = lines.map((line) => line.cause);
  assert.deepEqual(plain, { name: "TypeError", code: "42P01", message: "no table" });
  assert.deepEqual(long, { name: "TypeError", code: "42P01", message: "no table", stack: cause.stack });
  assert.deepEqual(bare, { name: "Error", message: "plain" });
});

test("createEventLogger: a client's events are lines of pino", async () => {
  const { lines, logger } = openPino();
  const server = await createFakeServer();
  const onEvent = createEventLogger(logger);
  await createFakeClient(server, { onEvent }).clientCredentials();
  const failing = createFakeClient(server, {
    onEvent,
    fetch: async () => Promise.reject(new TransportError("ERR_TRANSPORT_TIMEOUT", { message: "late" })),
  });
  await assert.rejects(failing.clientCredentials());
  const messages = lines.map(({ level, msg }) => `${String(level)} ${String(msg)}`);
  assert.ok(messages.includes("20 call.finished clientCredentials"), messages.join("\n"));
  assert.ok(messages.some((text) => /^40 call\.finished clientCredentials .*ERR_TRANSPORT/.test(text)));
  const failed = lines.find(({ type }) => type === "refresh-failed") ?? assert.fail(messages.join("\n"));
  assert.equal(Object(failed.error).code, "ERR_TRANSPORT_TIMEOUT");
});

test("createEventLogger: what a server said begins no line of its own", () => {
  const { lines, logger } = openConsole();
  createEventLogger(logger)(Object.assign({ type: "login.failed" }, { code: "x\n2027 login.succeeded" }));
  assert.deepEqual(lines[0]?.[1], "login.failed x\\u000a2027 login.succeeded");
});

for (const [title, logger, options, parameter] of [
  ["a logger that lacks a method", { ...console, warn: undefined }, {}, "logger"],
  ["a level that there is not", console, { levels: { exchange: "trace" } }, "levels.exchange"],
  ["an order that there is not", console, { order: "fields" }, "order"],
] as const)
  test(`createEventLogger: refuses ${title}, which nobody would hear of later`, () => {
    const make = (): unknown => Reflect.apply(createEventLogger, undefined, [logger, options]);
    assert.throws(make, { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
