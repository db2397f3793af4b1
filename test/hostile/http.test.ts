import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
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
