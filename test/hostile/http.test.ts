import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { isResponseError, isTransportError } from "../../src/errors/families.ts";
import { createHttp, type Http } from "../../src/http/openapi-client.ts";
import { readJsonObject } from "../../src/http/read-json.ts";

type Handler = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let origin: string;
let handler: Handler;
let hits: string[];
let connectionClosed: Promise<void>;

before(async () => {
  server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    connectionClosed = new Promise((resolve) => request.socket.once("close", resolve));
    handler(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  origin = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  hits = [];
});

/** Two clients, so that a busy machine lets no call fail that is not meant to be late. */
const patient = createHttp({ timeoutMs: 10_000, maxResponseBytes: 10_000 });
const hasty = createHttp({ timeoutMs: 200, maxResponseBytes: 10_000 });
const body = { grant_type: "client_credentials", client_secret: "s3cret" } as const;

/** What a call came to: the object read, or the error's class, code and text. */
interface Outcome {
  readonly value?: unknown;
  readonly code?: string;
  readonly family?: "response" | "transport";
  readonly message?: string;
}

interface CallOptions {
  readonly http?: Http;
  readonly signal?: AbortSignal;
}

async function call(answer: Handler, { http = patient, signal }: CallOptions = {}): Promise<Outcome> {
  handler = answer;
  try {
    const operation = { path: "/token", url: `${origin}/token`, endpointName: "token_endpoint", body, signal } as const;
    const received = await http.post({ ...operation, accept: "application/json" });
    return { value: readJsonObject(received, { mediaTypes: ["application/json"] }) };
  } catch (error) {
    assert.ok(isResponseError(error) || isTransportError(error), String(error));
    assert.ok(error.message.includes(`token_endpoint ${origin}/token`), error.message);
    assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes("s3cret"));
    return { code: error.code, family: error.family, message: error.message };
  }
}

const json = { "content-type": "application/json" };
const good = '{"access_token":"a"}';

/** Writes pieces with a pause before each, as long as anyone listens. */
function drip(headers: Record<string, string>, pieces: readonly string[], pauseMs: number): Handler {
  return (response) => {
    response.writeHead(200, headers);
    response.flushHeaders();
    const left = [...pieces];
    const timer = setInterval(() => {
      const piece = left.shift();
      if (piece === undefined || response.destroyed) {
        clearInterval(timer);
        response.end();
      } else response.write(piece);
    }, pauseMs);
  };
}

const reply =
  (text: string | Uint8Array, headers: Record<string, string> = json, status = 200): Handler =>
  (response) =>
    response.writeHead(status, headers).end(text);

/** Writes one piece after the other for as long as the reader takes them. */
const endless: Handler = (response) => {
  response.writeHead(200, json);
  const piece = " ".repeat(1000);
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", write);
  write();
};

const padded = (size: number): string => `{"access_token":"a"${" ".repeat(size - good.length)}}`;
const nested = (depth: number): string => `{"access_token":"a","x":${"[".repeat(depth)}${"]".repeat(depth)}}`;

const twins: readonly (readonly [title: string, good: Handler, bad: Handler, code: string, text: string])[] = [
  ["an endless body", reply(padded(10_000)), endless, "ERR_RESPONSE_TOO_LARGE", "10000 bytes"],
  ["a body one byte too large", reply(padded(10_000)), reply(padded(10_001)), "ERR_RESPONSE_TOO_LARGE", "10000 bytes"],
  [
    "an announced gigabyte that drips",
    drip({ ...json, "content-length": `${good.length}` }, [...good], 1),
    drip({ ...json, "content-length": "1000000000" }, [...good], 1),
    "ERR_RESPONSE_TOO_LARGE",
    "10000 bytes",
  ],
  [
    "a compressed bomb",
    reply(gzipSync(padded(10_000)), { ...json, "content-encoding": "gzip" }),
    reply(gzipSync(Buffer.alloc(50_000_000, " ")), { ...json, "content-encoding": "gzip" }),
    "ERR_RESPONSE_TOO_LARGE",
    "10000 bytes",
  ],
  [
    "a header that does not come in time",
    (response) => void setTimeout(() => response.writeHead(200, json).end(good), 20),
    () => undefined,
    "ERR_TRANSPORT_TIMEOUT",
    "200 ms: the deadline passed while waiting for the answer to begin",
  ],
  [
    "a body that drips past the deadline, each piece in time",
    drip(json, [...good], 2),
    drip(json, [...padded(1000)], 20),
    "ERR_TRANSPORT_TIMEOUT",
    "200 ms: the deadline passed while reading the body",
  ],
  [
    "a redirect",
    reply(good, { ...json, location: "/elsewhere" }),
    reply("", { location: "/elsewhere?session=1" }, 302),
    "ERR_RESPONSE_REDIRECT",
    "/elsewhere,",
  ],
  [
    "a redirect that would replay the request with its credentials (RFC 9700 §4.12)",
    reply(good),
    reply("", { location: "/elsewhere" }, 307),
    "ERR_RESPONSE_REDIRECT",
    "307",
  ],
  [
    "a body that breaks off",
    (response) => response.writeHead(200, { ...json, "content-length": `${good.length}` }).end(good),
    (response) => {
      response.writeHead(200, { ...json, "content-length": "100" });
      response.write(good, () => response.destroy());
    },
    "ERR_TRANSPORT_NETWORK",
    "while reading the body",
  ],
  [
    "a connection that is reset before the answer",
    reply(good),
    (_, request) => void request.socket.resetAndDestroy(),
    "ERR_TRANSPORT_NETWORK",
    "while waiting for the answer to begin",
  ],
  [
    "an answer that is no HTTP",
    reply(good),
    (_, request) => void request.socket.end("SSH-2.0-OpenSSH_9.2\r\n"),
    "ERR_TRANSPORT_NETWORK",
    "while waiting for the answer to begin",
  ],
  [
    "a body that is not compressed as it says",
    reply(gzipSync(good), { ...json, "content-encoding": "gzip" }),
    reply(good, { ...json, "content-encoding": "gzip" }),
    "ERR_TRANSPORT_NETWORK",
    "while reading the body",
  ],
  [
    "a wrong media type",
    reply(good, { "content-type": "Application/JSON; charset=utf-8" }),
    reply(good, { "content-type": "text/html" }),
    "ERR_RESPONSE_CONTENT_TYPE",
    "text/html",
  ],
  [
    "duplicate members",
    reply('{"access_token":"a","b":{"access_token":"b"}}'),
    reply('{"access_token":"a","\\u0061ccess_token":"b"}'),
    "ERR_RESPONSE_DUPLICATE_MEMBER",
    "/access_token twice",
  ],
  ["deep nesting", reply(nested(31)), reply(nested(32)), "ERR_RESPONSE_TOO_DEEP", "deeply"],
  [
    "bytes that are not UTF-8",
    reply('{"a":"é"}'),
    reply(Buffer.from('{"a":"é"}', "latin1")),
    "ERR_RESPONSE_NOT_JSON",
    "not UTF-8",
  ],
];

for (const [title, accepted, refused, code, text] of twins) {
  test(`refuses ${title} with ${code}, and accepts its harmless twin`, async () => {
    assert.equal(typeof (await call(accepted)).value, "object");
    const start = performance.now();
    const outcome = await call(refused, { http: code === "ERR_TRANSPORT_TIMEOUT" ? hasty : patient });
    assert.equal(outcome.code, code);
    assert.equal(outcome.family, code.startsWith("ERR_RESPONSE") ? "response" : "transport");
    assert.ok(outcome.message?.includes(text), outcome.message);
    assert.ok(performance.now() - start < 5000, "it was let run");
  });
}

for (const [title, bad] of [
  ["an endless body", endless],
  ["a slow header", () => undefined],
  ["a slow body", drip(json, [...padded(1000)], 20)],
  ["an announced gigabyte", drip({ ...json, "content-length": "1000000000" }, [...good], 1)],
] satisfies readonly (readonly [string, Handler])[]) {
  test(`closes the connection of ${title}`, async () => {
    assert.equal((await call(bad, { http: hasty })).value, undefined);
    await connectionClosed;
  });
}

test("sends nothing to the target of a redirect (RFC 9700 §4.12)", async () => {
  for (const status of [301, 302, 303, 307, 308]) await call(reply("", { location: "/elsewhere" }, status));
  assert.deepEqual(hits, Array(5).fill("POST /token"));
});

test("sends a request once, even when the connection is reset", async () => {
  await call((_, request) => void request.socket.resetAndDestroy());
  assert.deepEqual(hits, ["POST /token"]);
});

test("ends with the caller's signal while waiting and while reading", async () => {
  const waiting = await call(() => undefined, { signal: AbortSignal.timeout(30) });
  assert.equal(waiting.code, "ERR_TRANSPORT_ABORTED");
  assert.ok(waiting.message?.includes("while waiting for the answer to begin"));
  const reading = await call(drip(json, [...padded(1000)], 20), { signal: AbortSignal.timeout(200) });
  assert.equal(reading.code, "ERR_TRANSPORT_ABORTED");
  assert.ok(reading.message?.includes("while reading the body"));
  assert.equal(typeof (await call(reply(good), { signal: new AbortController().signal })).value, "object");
});

test("tells the system's code when nothing listens", async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const address = free.address();
  assert.ok(typeof address === "object" && address !== null);
  await new Promise((resolve) => free.close(resolve));
  const url = `http://127.0.0.1:${address.port}/keys?a=secret`;
  await assert.rejects(
    patient.get({ path: "/jwks", url, endpointName: "jwks_uri", accept: "application/json" }),
    (error: unknown) =>
      isTransportError(error) &&
      error.code === "ERR_TRANSPORT_NETWORK" &&
      error.message.includes("ECONNREFUSED") &&
      error.cause instanceof Error &&
      !error.message.includes("secret"),
  );
});
