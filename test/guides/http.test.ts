import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "undici";
import { byAuthority, byCertificate, byEnvironment, byProxy, connect } from "../../examples/guides/http.ts";
import { createHttp } from "../../src/http/openapi-client.ts";
import type { FetchFunction } from "../../src/http/types.ts";
import { createMemorySharedStore } from "../../src/util/memory-shared-store.ts";
import { startProxy, type TestProxy } from "../fixtures/http-proxy.ts";
import {
  authority,
  callerOf,
  clientCertificate,
  type MtlsServer,
  startMtlsServer,
} from "../unit/adapters/mtls-server.ts";

const ca = authority.cert;
const slow = { ms: 0 };
let server: MtlsServer;
let proxy: TestProxy;

before(async () => {
  server = await startMtlsServer(
    (request, response) => {
      const caller = callerOf(request);
      setTimeout(() => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ keys: [], caller, method: request.method }));
      }, slow.ms);
    },
    { rejectUnauthorized: false },
  );
  proxy = await startProxy();
});
after(async () => {
  await server.close();
  await proxy.close();
});

async function call(fetch: FetchFunction, timeoutMs = 5000): Promise<{ readonly caller: string }> {
  const http = createHttp({ fetch, timeoutMs });
  const url = `${server.origin}/jwks`;
  const { text } = await http.get({ path: "/jwks", url, endpointName: "jwks_uri", accept: "application/json" });
  return JSON.parse(text);
}

test("guide http: a proxy is asked to connect, and the server's certificate is verified behind it", async () => {
  await call(byProxy(proxy.url, ca));
  assert.deepEqual(proxy.targets, [server.origin.replace("https://", "")]);
  await assert.rejects(call(byProxy("http://127.0.0.1:1", ca)), { code: "ERR_TRANSPORT_NETWORK" });
});

test("guide http: the proxy of the environment is used, but not for hosts of NO_PROXY", async () => {
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  try {
    for (const name of ["https_proxy", "NO_PROXY", "no_proxy"]) delete process.env[name];
    process.env.HTTPS_PROXY = proxy.url;
    const before = proxy.targets.length;
    await call(byEnvironment(ca));
    assert.equal(proxy.targets.length, before + 1);
  } finally {
    for (const [name, value] of Object.entries({ HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

test("guide http: a certificate authority of one's own; without it the server is refused", async () => {
  const fetch = byAuthority(ca);
  const before = server.connections();
  for (let count = 0; count < 5; count += 1) await call(fetch);
  assert.ok(server.connections() < before + 5, "connections are kept open and used again");
  await assert.rejects(
    call((url, init) => globalThis.fetch(url, init)),
    { code: "ERR_TRANSPORT_NETWORK" },
  );
});

test("guide http: a client certificate is presented", async () => {
  const { cert, key } = clientCertificate;
  assert.equal((await call(byCertificate({ ca, cert, key }))).caller, "client-1");
  assert.notEqual((await call(byAuthority(ca))).caller, "client-1");
});

test("guide http: the deadline counts whatever makes the connection", async () => {
  slow.ms = 2000;
  try {
    await assert.rejects(call(byAuthority(ca), 100), { code: "ERR_TRANSPORT_TIMEOUT" });
  } finally {
    slow.ms = 0;
  }
});

test("guide http: the platform's fetch with a dispatcher of another version works or fails as a failed connection", async () => {
  const dispatcher = new Agent({ connect: { ca } });
  const mixed: FetchFunction = (url, init) => globalThis.fetch(url, Object.assign({ ...init }, { dispatcher }));
  await call(mixed).catch((error: unknown) => {
    assert.equal(Object(error).code, "ERR_TRANSPORT_NETWORK");
  });
  await dispatcher.destroy();
});

test("guide http: a fetch like node-fetch, whose answer is of no known class and its body no stream of the platform", async () => {
  const like = async () => {
    const { status, headers } = new Response("{}");
    return {
      status,
      headers,
      bodyUsed: false,
      body: { pipe() {} },
      arrayBuffer: async () => new ArrayBuffer(0),
      text: async () => '{"caller":"x"}',
    };
  };
  const http = createHttp({ fetch: (url, init) => Reflect.apply(like, undefined, [url, init]) });
  const answer = await http.get({ path: "/jwks", url: "https://a.example/", endpointName: "jwks_uri", accept: "a/b" });
  assert.equal(answer.status, 200);
});

test("guide http: a fetch like a service binding of Workers, which must keep its owner", async () => {
  const binding = {
    name: "server",
    async fetch(_url: string, _init: RequestInit) {
      return Response.json({ caller: this.name });
    },
  };
  assert.equal((await call(binding.fetch.bind(binding))).caller, "server");
});

test("guide http: the client of the example discovers through it all, and two of them once", async () => {
  const issuer = "https://id.example.com";
  let count = 0;
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
  const fetch: FetchFunction = async () => {
    count += 1;
    return count === 1 ? new Response("", { status: 503 }) : Response.json(metadata);
  };
  const store = createMemorySharedStore();
  for (const client of [connect(issuer, fetch, store), connect(issuer, fetch, store)]) {
    await client.startAuthorization({ redirect_uri: "https://app.example.com/cb", scope: "openid" });
  }
  assert.equal(count, 2);
});
