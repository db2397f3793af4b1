import assert from "node:assert/strict";
import { IncomingMessage } from "node:http";
import { test } from "node:test";
import { TLSSocket } from "node:tls";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { Connection } from "../../../../src/provider/http/connection.ts";
import type { ClientAuthenticationOptions } from "../../../../src/provider/index.ts";
import { forwardedAddress, readAddress } from "../../../../src/provider/node/forwarded-address.ts";
import { createConnectionReader } from "../../../../src/provider/node/read-connection.ts";
import type { ServeOptions } from "../../../../src/provider/node/serve-options.ts";
import { serveProvider } from "../../../../src/provider/node/serve-provider.ts";
import { writeCertificate } from "../../../fixtures/provider/clientauth-certificate.ts";

const der = Buffer.from(writeCertificate({ subject: [[["2.5.4.3", "client-1"]]] }));
const rfc9440 = `:${der.toString("base64")}:`;

for (const [title, field, trustedProxies, want] of [
  ["no proxy: the field is the client's own", "1.1.1.1", 0, "9.9.9.9"],
  ["no field", undefined, 1, "9.9.9.9"],
  ["one proxy: the last entry", "6.6.6.6, 1.1.1.1", 1, "1.1.1.1"],
  ["two proxies: the last but one", "6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"],
  ["too few entries: somebody went round a proxy", "1.1.1.1", 2, "9.9.9.9"],
  ["no address", "1.1.1.1, unknown", 1, "9.9.9.9"],
  ["an empty entry", "1.1.1.1,", 1, "9.9.9.9"],
  ["several fields", ["6.6.6.6", "1.1.1.1"], 1, "1.1.1.1"],
  ["with a port", "1.1.1.1:4711", 1, "1.1.1.1"],
  ["IPv6 with a port", "[2001:DB8::1]:4711", 1, "2001:db8::1"],
  ["IPv4 as IPv6", "::ffff:1.1.1.1", 1, "1.1.1.1"],
] as const) {
  test(`forwarded address: ${title}`, () => {
    assert.equal(forwardedAddress(field, { peer: "9.9.9.9", trustedProxies }), want);
  });
}

test("address: none of a text that is none, and no zone", () => {
  assert.deepEqual(["", "localhost", "1.1.1", "fe80::1%eth0", "[::1]", "1.1.1.1:port"].map(readAddress), [
    undefined,
    undefined,
    undefined,
    "fe80::1",
    "::1",
    undefined,
  ]);
});

interface Seen {
  readonly connections: Connection[];
  readonly statuses: number[];
}

/** Asks for a token with a certificate in a header field, and without. */
async function askThrough(
  options: Partial<ServeOptions>,
  { certificateHeader }: ClientAuthenticationOptions,
): Promise<Seen> {
  const connections: Connection[] = [];
  const provider = createProvider({
    issuer: "https://id.example.com",
    clients: [
      {
        client_id: "machine",
        token_endpoint_auth_method: "tls_client_auth",
        tls_client_auth_subject_dn: "CN=client-1",
        grant_types: ["client_credentials"],
      },
    ],
    clientAuthentication: { certificateHeader, isProxyVerifyingCertificates: certificateHeader !== undefined },
  });
  const handle = (request: Request, connection: Connection): Promise<Response> => {
    connections.push(connection);
    return provider.handle(request, connection);
  };
  const { url, close } = await serveProvider({ ...provider, handle }, { port: 0, ...options });
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "machine" });
  const statuses: number[] = [];
  for (const headers of [{ "Client-Cert": rfc9440 }, {}]) {
    const init = { method: "POST", headers: { ...headers, "X-Forwarded-For": "6.6.6.6, 1.1.1.1" }, body };
    const response = await fetch(`${url}/token`, init);
    await response.text();
    statuses.push(response.status);
  }
  await close();
  return { connections, statuses };
}

test("certificate field: a proxy that is trusted hands on the client's (RFC 9440 §2.2)", async () => {
  const { statuses, connections } = await askThrough({ trustedProxies: 1 }, { certificateHeader: "Client-Cert" });
  assert.deepEqual(statuses, [200, 401]);
  assert.deepEqual([connections[0]?.isDirect, connections[0]?.remoteAddress], [false, "1.1.1.1"]);
});

test("certificate field: without a trusted proxy anybody could have written it, and it is not believed", async () => {
  const { statuses, connections } = await askThrough({}, { certificateHeader: "Client-Cert" });
  assert.deepEqual(statuses, [401, 401]);
  assert.deepEqual([connections[0]?.isDirect, connections[0]?.remoteAddress], [true, "127.0.0.1"]);
});

test("certificate field: one that is not configured is not read, whoever stands before the server", async () => {
  assert.deepEqual((await askThrough({ trustedProxies: 1 }, {})).statuses, [401, 401]);
});

test("connection: the certificate of a proxy is never the client's", () => {
  const certificate = { raw: der };
  const socket = Object.assign(Object.create(TLSSocket.prototype), {
    getPeerX509Certificate: () => certificate,
    authorized: true,
  });
  const incoming = Object.assign(Object.create(IncomingMessage.prototype), { socket, headers: {} });
  const read = (trustedProxies: number): Connection => createConnectionReader({ trustedProxies })(incoming);
  assert.deepEqual([read(0).clientCertificate?.length, read(0).isCertificateTrusted], [der.length, true]);
  assert.deepEqual([read(1).clientCertificate, read(1).isCertificateTrusted], [undefined, undefined]);
});
