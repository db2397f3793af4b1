import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { type ConnectionOptions, connect } from "node:tls";
import { inspect } from "node:util";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { Connection } from "../../../../src/provider/http/connection.ts";
import { type ServedProvider, serveProvider } from "../../../../src/provider/node/serve-provider.ts";
import { makeCertificate, protectKey } from "../../../fixtures/certificates.ts";

const authority = makeCertificate("Authority");
const server = makeCertificate("localhost", authority);
const known = makeCertificate("client-1", authority);
const stranger = makeCertificate("client-2");
const provider = createProvider({ issuer: "https://localhost" });
const seen: Connection[] = [];
const { key, cert } = server;
let served: ServedProvider;

before(async () => {
  const handle = async (_request: Request, connection: Connection): Promise<Response> => {
    seen.push(connection);
    return new Response("ok");
  };
  const ca = [new TextEncoder().encode(authority.cert)];
  served = await serveProvider({ ...provider, handle }, { port: 0, tls: { key, cert, ca, requestCert: true } });
});
after(() => served.close());

/** Sends two requests over one connection and gives what the provider was told of each. */
async function call(options: ConnectionOptions): Promise<readonly Connection[]> {
  seen.length = 0;
  const socket = connect({
    port: served.port,
    host: "127.0.0.1",
    ca: authority.cert,
    servername: "localhost",
    ...options,
  });
  await once(socket, "secureConnect");
  socket.write("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  let text = "";
  for await (const piece of socket) text += String(piece);
  assert.equal(text.match(/200 OK/g)?.length, 2);
  return [...seen];
}

const derOf = (pem: string): string => new X509Certificate(pem).raw.toString("hex");
const hexOf = ({ clientCertificate }: Connection): string | undefined =>
  clientCertificate === undefined ? undefined : Buffer.from(clientCertificate).toString("hex");

for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`${maxVersion}: a client certificate of a known authority is handed on as trusted (RFC 8705 §2.1)`, async () => {
    const told = await call({ cert: known.cert, key: known.key, maxVersion });
    assert.deepEqual(told.map(hexOf), [derOf(known.cert), derOf(known.cert)]);
    assert.deepEqual(
      told.map(({ isCertificateTrusted }) => isCertificateTrusted),
      [true, true],
    );
    assert.ok(told[0]?.clientCertificate instanceof Uint8Array && !Buffer.isBuffer(told[0].clientCertificate));
  });

  test(`${maxVersion}: a certificate that signs itself is handed on as not trusted (RFC 8705 §2.2)`, async () => {
    const [told] = await call({ cert: stranger.cert, key: stranger.key, maxVersion });
    assert.ok(told !== undefined);
    assert.deepEqual([hexOf(told), told.isCertificateTrusted], [derOf(stranger.cert), false]);
  });

  test(`${maxVersion}: without a certificate there is none, and nothing is trusted, also when a session is resumed`, async () => {
    let session: Buffer | undefined;
    const [first] = await call({
      maxVersion,
      ...{ enableTrace: false },
    });
    assert.deepEqual([first?.clientCertificate, first?.isCertificateTrusted], [undefined, undefined]);
    const socket = connect({
      port: served.port,
      host: "127.0.0.1",
      ca: authority.cert,
      servername: "localhost",
      maxVersion,
    });
    socket.on("session", (ticket) => {
      session = ticket;
    });
    await once(socket, "secureConnect");
    socket.end("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    socket.resume();
    await once(socket, "close");
    assert.ok(session !== undefined);
    const [resumed] = await call({ maxVersion, session });
    assert.deepEqual([resumed?.clientCertificate, resumed?.isCertificateTrusted], [undefined, undefined]);
  });
}

test("a client that is asked for no certificate sends none", async () => {
  const told: Connection[] = [];
  const handle = async (_request: Request, connection: Connection): Promise<Response> => {
    told.push(connection);
    return new Response("ok");
  };
  const one = await serveProvider({ ...provider, handle }, { port: 0, tls: { key, cert } });
  assert.match(one.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const socket = connect({
    port: one.port,
    ca: authority.cert,
    cert: known.cert,
    key: known.key,
    servername: "localhost",
  });
  await once(socket, "secureConnect");
  socket.write("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  socket.resume();
  await once(socket, "close");
  await one.close();
  assert.deepEqual(told, [
    { remoteAddress: "127.0.0.1", isLengthEnforced: true, takesLightResponses: true, isDirect: true },
  ]);
});

test("closing ends idle connections and handshakes that do not end", async () => {
  const one = await serveProvider(provider, { port: 0, tls: { key, cert }, shutdownTimeoutMs: 100 });
  const idle = connect({ port: one.port, ca: authority.cert, servername: "localhost" });
  await once(idle, "secureConnect");
  idle.resume();
  await Promise.all([once(idle, "close"), one.close()]);
});

test("opens a protected key, and refuses what does not belong together without showing it", async () => {
  const protectedKey = protectKey(server, "open");
  const one = await serveProvider(provider, { port: 0, tls: { key: protectedKey, cert, passphrase: "open" } });
  await one.close();
  for (const tls of [
    { key: known.key, cert },
    { key: protectedKey, cert, passphrase: "wrong" },
    { key: "nothing", cert },
  ]) {
    await assert.rejects(serveProvider(provider, { port: 0, tls }), (error: Error & { code?: string }) => {
      assert.equal(error.code, "ERR_CONFIGURATION_KEY");
      assert.doesNotMatch(inspect(error, { depth: 9 }), /BEGIN|PRIVATE KEY/);
      return true;
    });
  }
});
