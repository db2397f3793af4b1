import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { createMtlsFetch, type MtlsFetchOptions } from "../../../src/adapters/node-mtls.ts";
import { createClient } from "../../../src/client/create-client.ts";
import { selfSignedTlsClientAuth } from "../../../src/client-auth/tls-client-auth.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { makeCertificate, protectKey } from "../../fixtures/certificates.ts";
import {
  authority,
  callerOf,
  clientCertificate,
  type MtlsServer,
  serverCertificate,
  startMtlsServer,
} from "./mtls-server.ts";

const { cert, key } = clientCertificate;
const ca = authority.cert;
const closers: (() => unknown)[] = [];
let server: MtlsServer;
let hanging = 0;

before(async () => {
  server = await startMtlsServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    switch (request.url) {
      case "/echo":
        response.setHeader("set-cookie", ["a=1", "b=2"]);
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({
            caller: callerOf(request),
            method: request.method,
            headers: request.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        );
        break;
      case "/redirect":
        response.writeHead(302, { location: "/echo" }).end();
        break;
      case "/empty":
        response.writeHead(204).end();
        break;
      case "/endless":
        response.writeHead(200, { "content-type": "application/json" });
        response.on("close", () => {
          hanging += 1;
        });
        pour();
        break;
      case "/odd":
        response.writeHead(999).end("odd");
        break;
      case "/hang":
        break;
      case "/half":
        response.writeHead(200, { "content-length": "100" });
        response.write("half", () => request.socket.destroy());
        break;
      default:
        response.writeHead(404).end("nothing");
    }

    function pour(): void {
      if (!response.destroyed && response.write("x".repeat(65_536))) setImmediate(pour);
      else if (!response.destroyed) response.once("drain", pour);
    }
  });
  closers.push(server.close);
});

after(async () => {
  for (const close of closers.toReversed()) await close();
});

function createFetch(options: Partial<MtlsFetchOptions> = {}): ReturnType<typeof createMtlsFetch> {
  const fetch = createMtlsFetch({ cert, key, ca, ...options });
  closers.push(fetch.close);
  return fetch;
}

async function causeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof TypeError, String(error));
    assert.equal(error.message, "fetch failed");
    const { cause } = error;
    assert.ok(cause instanceof Error);
    return "code" in cause ? String(cause.code) : cause.message;
  }
  throw new Error("accepted");
}

test("presents the client's certificate and gives the answer as fetch does (RFC 8705 §2)", async () => {
  const response = await createFetch()(`${server.origin}/echo`, {
    method: "POST",
    body: "a=1",
    headers: { "X-Own": "1" },
  });
  assert.equal(response.status, 200);
  assert.equal(response.redirected, false);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  const { caller, method, body, headers } = await response.json();
  assert.deepEqual([caller, method, body], ["client-1", "POST", "a=1"]);
  assert.equal(headers["x-own"], "1");
  assert.equal(headers["content-length"], "3");
  assert.equal(headers["accept-encoding"], "identity");
  assert.equal(headers.host, server.origin.slice("https://".length));
});

test("takes octets, parameters and streams as body", async () => {
  const fetch = createFetch();
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("streamed "));
      controller.enqueue(new TextEncoder().encode("ü"));
      controller.close();
    },
  });
  for (const [body, expected] of [
    [new TextEncoder().encode("octets"), "octets"],
    [new TextEncoder().encode("buffer").buffer, "buffer"],
    [new URLSearchParams({ a: "b c" }), "a=b+c"],
    [stream, "streamed ü"],
    [null, ""],
  ] as const) {
    const response = await fetch(`${server.origin}/echo`, { method: "POST", body });
    assert.equal((await response.json()).body, expected);
  }
  await assert.rejects(fetch(`${server.origin}/echo`, { method: "POST", body: new FormData() }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "body",
  });
});

test("uses one connection for calls that follow each other, and none after close", async () => {
  const fetch = createFetch();
  const earlier = server.connections();
  for (let call = 0; call < 3; call += 1) await (await fetch(`${server.origin}/echo`, {})).text();
  assert.equal(server.connections() - earlier, 1);
  fetch.close();
  await (await fetch(`${server.origin}/echo`, {})).text();
  assert.equal(server.connections() - earlier, 2);
});

test("follows no redirect, whatever the init says", async () => {
  for (const redirect of ["manual", "follow"] as const) {
    const response = await createFetch()(`${server.origin}/redirect`, { redirect });
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/echo"]);
    await response.body?.cancel();
  }
});

test("gives an answer without content a null body", async () => {
  const response = await createFetch()(`${server.origin}/empty`, {});
  assert.deepEqual([response.status, response.body], [204, null]);
});

test("refuses a status that no answer of fetch can have, and lets go of the connection", async () => {
  assert.equal(await causeOf(createFetch()(`${server.origin}/odd`, {})), "The server answered with the status 999.");
});

test("refuses a server of another authority, also when the environment turns verification off", async () => {
  const other = createFetch({ ca: makeCertificate("Another authority").cert });
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  try {
    assert.match(await causeOf(other(`${server.origin}/echo`, {})), /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/);
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
});

test("refuses a server whose certificate is for another name", async () => {
  const wrong = await startMtlsServer((_request, response) => response.end(), {
    ...makeCertificate("elsewhere", authority, "elsewhere.example"),
  });
  closers.push(wrong.close);
  assert.equal(await causeOf(createFetch()(wrong.origin, {})), "ERR_TLS_CERT_ALTNAME_INVALID");
  const fetch = createFetch({ ca: [new TextEncoder().encode(ca), makeCertificate("Another authority").cert] });
  assert.equal((await fetch(`${server.origin}/echo`, {})).status, 200);
});

test("a server that wants another certificate ends the connection, and the error says so", async () => {
  const fetch = createFetch(makeCertificate("stranger"));
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
    const strict = await startMtlsServer((_request, response) => response.end(), { maxVersion });
    closers.push(strict.close);
    assert.match(await causeOf(fetch(`${strict.origin}/echo`, {})), /ALERT|ECONNRESET|EPIPE/);
  }
});

test("a server that speaks only what is too old is refused", async () => {
  const old = await startMtlsServer((_request, response) => response.end(), { maxVersion: "TLSv1.2" });
  closers.push(old.close);
  assert.match(
    await causeOf(createFetch({ minVersion: "TLSv1.3" })(old.origin, {})),
    /EPROTO|PROTOCOL_VERSION|ALERT|ECONNRESET/,
  );
  assert.equal((await createFetch()(old.origin, {})).status, 200);
});

test("gives the signal's reason: before the call, while it waits, and while the body is read", async () => {
  const fetch = createFetch();
  const reason = new Error("enough");
  await assert.rejects(fetch(`${server.origin}/echo`, { signal: AbortSignal.abort(reason) }), reason);
  const waiting = new AbortController();
  const call = fetch(`${server.origin}/hang`, { signal: waiting.signal });
  setTimeout(() => waiting.abort(reason), 50);
  await assert.rejects(call, reason);
  const reading = new AbortController();
  const response = await fetch(`${server.origin}/endless`, { signal: reading.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  reading.abort(reason);
  await assert.rejects(async () => {
    for (;;) await reader?.read();
  });
});

test("an answer that breaks off fails where it is read, and not before", async () => {
  const response = await createFetch()(`${server.origin}/half`, {});
  assert.equal(response.status, 200);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await assert.rejects(response.text());
});

test("is read by our network layer up to its cap, which closes the connection of an endless answer", async () => {
  const http = createHttp({ fetch: createFetch(), maxResponseBytes: 100_000 });
  const earlier = hanging;
  const operation = {
    path: "/jwks",
    url: `${server.origin}/endless`,
    endpointName: "jwks_uri",
    accept: "*/*",
  } as const;
  await assert.rejects(http.get(operation), { code: "ERR_RESPONSE_TOO_LARGE" });
  while (hanging === earlier) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("a deadline of our network layer ends a call that hangs", async () => {
  const http = createHttp({ fetch: createFetch(), timeoutMs: 100 });
  const operation = { path: "/jwks", url: `${server.origin}/hang`, endpointName: "jwks_uri", accept: "*/*" } as const;
  await assert.rejects(http.get(operation), { code: "ERR_TRANSPORT_TIMEOUT" });
});

test("serves a client whose token endpoint for mutual TLS is another (RFC 8705 §5)", async () => {
  const seen: string[] = [];
  const provider = await startMtlsServer(async (request, response) => {
    for await (const piece of request) seen.push(`${callerOf(request)} ${request.url} ${String(piece)}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "a", token_type: "Bearer" }));
  });
  closers.push(provider.close);
  const issuer = "https://id.example.com";
  const client = createClient({
    issuer,
    client: { client_id: "client-1" },
    auth: selfSignedTlsClientAuth(),
    fetch: createFetch(),
    metadata: {
      issuer,
      response_types_supported: ["code"],
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      mtls_endpoint_aliases: { token_endpoint: `${provider.origin}/mtls/token` },
    },
  });
  assert.equal((await client.clientCredentials()).response.access_token, "a");
  assert.deepEqual(seen, ["client-1 /mtls/token grant_type=client_credentials&client_id=client-1"]);
});

test("refuses header fields that belong to the connection", async () => {
  for (const name of ["host", "connection", "Transfer-Encoding", "content-length", "expect", "upgrade", "te"]) {
    await assert.rejects(createFetch()(`${server.origin}/echo`, { headers: { [name]: "x" } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: `headers.${name.toLowerCase()}`,
    });
  }
});

test("refuses a URL that is not https, or that carries credentials", async () => {
  for (const url of ["http://127.0.0.1/", "https://user:secret@127.0.0.1/", "nowhere"]) {
    await assert.rejects(createFetch()(url, {}), { code: "ERR_CONFIGURATION_INSECURE_URL", parameter: "url" });
  }
});

test("opens a protected key, and takes octets in place of text", async () => {
  const octets = new TextEncoder().encode(cert);
  const fetch = createFetch({ cert: octets, key: protectKey(clientCertificate, "open"), passphrase: "open" });
  assert.equal((await (await fetch(`${server.origin}/echo`, {})).json()).caller, "client-1");
});

test("refuses certificate and key that do not belong together, before any call, and shows neither", () => {
  for (const wrong of [
    { key: serverCertificate.key },
    { key: protectKey(clientCertificate, "open"), passphrase: "wrong" },
    { cert: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n" },
    { cert: "/etc/certificate.pem" },
  ]) {
    assert.throws(
      () => createMtlsFetch({ cert, key, ...wrong }),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, "ERR_CONFIGURATION_KEY");
        assert.doesNotMatch(inspect(error, { depth: 9 }), /BEGIN|PRIVATE KEY/);
        return true;
      },
    );
  }
  assert.doesNotMatch(inspect(createFetch(), { depth: 9, showHidden: true }), /PRIVATE KEY/);
});

for (const [parameter, text] of [
  ["cert", '{"cert":""}'],
  ["cert", '{"cert":null}'],
  ["key", '{"key":1}'],
  ["ca", '{"ca":[""]}'],
  ["minVersion", '{"minVersion":"TLSv1.1"}'],
  ["maxConnections", '{"maxConnections":0}'],
  ["maxConnections", '{"maxConnections":1.5}'],
] as const) {
  test(`refuses ${text}`, () => {
    const wrong: object = JSON.parse(text);
    assert.throws(() => createMtlsFetch({ cert, key, ...wrong }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
