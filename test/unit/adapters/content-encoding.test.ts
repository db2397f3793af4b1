import assert from "node:assert/strict";
import { after, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createMtlsFetch } from "../../../src/adapters/node-mtls.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { authority, clientCertificate, startMtlsServer } from "./mtls-server.ts";

const bodies: Readonly<Record<string, readonly [encoding: string, body: Buffer]>> = {
  "/gzip": ["gzip", gzipSync("text")],
  "/x-gzip": ["X-GZIP", gzipSync("text")],
  "/deflate": ["deflate", deflateSync("text")],
  "/br": ["br", brotliCompressSync("text")],
  "/identity": ["identity", Buffer.from("text")],
  "/broken": ["gzip", Buffer.from("no gzip at all")],
  "/cut": ["gzip", gzipSync("text".repeat(1000)).subarray(0, 20)],
  "/unknown": ["compress", Buffer.from("text")],
  "/bomb": ["gzip", gzipSync(Buffer.alloc(20_000_000))],
};

const server = await startMtlsServer((request, response) => {
  const [encoding, body] = bodies[request.url ?? ""] ?? ["identity", Buffer.from("")];
  response.setHeader("content-encoding", encoding);
  response.end(body);
});
const fetch = createMtlsFetch({ ...clientCertificate, ca: authority.cert });
after(async () => {
  fetch.close();
  await server.close();
});

for (const path of ["/gzip", "/x-gzip", "/deflate", "/br", "/identity"]) {
  test(`decodes ${path.slice(1)}, which it did not ask for (RFC 9110 §8.4)`, async () => {
    assert.equal(await (await fetch(server.origin + path, {})).text(), "text");
  });
}

for (const [path, message] of [
  ["/broken", /incorrect header check/],
  ["/cut", /unexpected end of file/],
  ["/unknown", /content encoding that is not supported/],
] as const) {
  test(`a content encoding that is ${path.slice(1)} fails where the body is read`, async () => {
    const response = await fetch(server.origin + path, {});
    assert.equal(response.status, 200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await assert.rejects(response.text(), { message });
  });
}

test("a compressed bomb is stopped at the cap of the network layer", async () => {
  const http = createHttp({ fetch, maxResponseBytes: 100_000 });
  const operation = { path: "/jwks", url: `${server.origin}/bomb`, endpointName: "jwks_uri", accept: "*/*" } as const;
  await assert.rejects(http.get(operation), { code: "ERR_RESPONSE_TOO_LARGE" });
});
