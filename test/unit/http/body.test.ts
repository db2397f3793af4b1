import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError, ResponseError } from "../../../src/errors/families.ts";
import { type BodyText, discardBody, readBody } from "../../../src/http/body.ts";
import type { Call } from "../../../src/http/deadline.ts";

const endpoint = "token_endpoint https://id.example.com/token";

function createCall(): Call {
  const { signal } = new AbortController();
  return { signal, timeoutMs: 1000, stopped: false, phase: "reading the body", onStop: undefined };
}

function read(response: Response, maxBytes = 10): Promise<BodyText> {
  return readBody(response, { maxBytes, endpoint, call: createCall() });
}

/** A body in pieces; `cancelled` tells whether it was let go of. */
function stream(...pieces: readonly unknown[]): { readonly body: ReadableStream; cancelled: boolean } {
  const left = [...pieces];
  const source = {
    cancelled: false,
    body: new ReadableStream({
      pull(controller) {
        if (left.length === 0) controller.close();
        else controller.enqueue(left.shift());
      },
      cancel() {
        source.cancelled = true;
      },
    }),
  };
  return source;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const tooLarge = (error: unknown): boolean =>
  error instanceof ResponseError &&
  error.code === "ERR_RESPONSE_TOO_LARGE" &&
  error.message.includes("10 bytes") &&
  error.endpoint === endpoint;
const unreadable = (error: unknown): boolean =>
  error instanceof ConfigurationError && error.code === "ERR_CONFIGURATION_OPTION" && error.parameter === "fetch";

test("reads a body in one piece and a body in several", async () => {
  assert.deepEqual(await read(new Response("0123456789")), { text: "0123456789" });
  assert.deepEqual(await read(new Response(stream(utf8("0123"), utf8("45"), utf8("6789")).body)), {
    text: "0123456789",
  });
});

test("reads no body and an empty body as empty text", async () => {
  assert.deepEqual(await read(new Response(null)), { text: "" });
  assert.deepEqual(await read(new Response("")), { text: "" });
});

test("joins a character whose bytes arrive in two pieces", async () => {
  const [first, second] = utf8("é");
  assert.deepEqual(await read(new Response(stream(Uint8Array.of(first ?? 0), Uint8Array.of(second ?? 0)).body)), {
    text: "é",
  });
});

test("counts bytes and not characters", async () => {
  assert.deepEqual(await read(new Response("ééééé")), { text: "ééééé" });
  await assert.rejects(read(new Response("éééééé")), tooLarge);
});

test("stops at the cap and lets go of the rest", async () => {
  const source = stream(utf8("01234"), utf8("56789"), utf8("a"), utf8("never asked for"));
  await assert.rejects(read(new Response(source.body)), tooLarge);
  assert.equal(source.cancelled, true);
});

test("refuses an announced length above the cap before it reads anything", async () => {
  const response = new Response("short", { headers: { "content-length": "11" } });
  await assert.rejects(read(response), tooLarge);
  assert.equal(response.bodyUsed, false);
  assert.deepEqual(await read(new Response("short", { headers: { "content-length": "10" } })), { text: "short" });
});

test("does not believe an announced length that is too small", async () => {
  await assert.rejects(read(new Response("0123456789a", { headers: { "content-length": "1" } })), tooLarge);
});

test("tells that a body is not UTF-8, and keeps what can be read of it", async () => {
  assert.deepEqual(await read(new Response(Uint8Array.of(0x61, 0xff, 0x62))), {
    text: "a\u{fffd}b",
    malformedUtf8: true,
  });
  assert.deepEqual(await read(new Response(Uint8Array.of(0x61, 0xc3))), { text: "a\u{fffd}", malformedUtf8: true });
});

test("keeps a byte order mark and a replacement character that was sent as such", async () => {
  assert.deepEqual(await read(new Response(utf8("\u{feff}{}"))), { text: "\u{feff}{}" });
  assert.deepEqual(await read(new Response("\u{fffd}")), { text: "\u{fffd}" });
});

test("reads pieces that are other views of bytes", async () => {
  const { buffer } = utf8("abcdef");
  const pieces = stream(new DataView(buffer, 1, 2), new Uint8Array(buffer, 4));
  assert.deepEqual(await read(foreign({ body: pieces.body })), { text: "bcef" });
});

test("lets go of the stream when the call is stopped", async () => {
  const call = createCall();
  const source = { cancelled: false };
  const body = new ReadableStream({
    pull: () => new Promise<void>(() => undefined),
    cancel() {
      source.cancelled = true;
    },
  });
  const reading = readBody(new Response(body), { maxBytes: 10, endpoint, call });
  await new Promise((resolve) => setImmediate(resolve));
  call.onStop?.();
  await reading;
  assert.equal(source.cancelled, true);
});

test("refuses a body that somebody has read already", async () => {
  const response = new Response("text");
  await response.text();
  await assert.rejects(read(response), unreadable);
});

test("refuses a body that somebody else has begun to read", async () => {
  const response = new Response("text");
  response.body?.getReader();
  await assert.rejects(read(response), unreadable);
});

test("refuses pieces that are no bytes, because they could not be counted", async () => {
  const source = stream("text");
  await assert.rejects(read(foreign({ body: source.body })), unreadable);
  assert.equal(source.cancelled, true);
});

test("reads a response without a stream at once, and holds the cap afterwards", async () => {
  const whole = (text: string): Response => foreign({ arrayBuffer: async () => utf8(text).buffer });
  assert.deepEqual(await read(whole("0123456789")), { text: "0123456789" });
  await assert.rejects(read(whole("0123456789a")), tooLarge);
});

test("refuses a response that has neither a stream nor arrayBuffer()", async () => {
  await assert.rejects(read(foreign({})), unreadable);
});

test("discards an unread body, and leaves a body alone that is read or missing", async () => {
  const source = stream(utf8("a"));
  discardBody(new Response(source.body));
  assert.equal(source.cancelled, true);
  const response = new Response("text");
  await response.text();
  discardBody(response);
  discardBody(new Response(null));
});

test("discarding survives a body that cannot be cancelled", async () => {
  const { body } = stream(utf8("a"));
  body.getReader();
  discardBody(foreign({ body }));
  await new Promise((resolve) => setImmediate(resolve));
});

/** Something that is like a Response without being one. */
function foreign(members: { readonly body?: unknown; readonly arrayBuffer?: unknown }): Response {
  const response: unknown = { status: 200, headers: new Headers(), ...members };
  return response as Response;
}
