import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { createHttp } from "../../src/http/openapi-client.ts";
import { discoverMetadata } from "../../src/metadata/discovery.ts";
import { createJwkSetSource } from "../../src/metadata/jwk-set-source.ts";
import { createMetadataSource } from "../../src/metadata/metadata-source.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let issuer: string;
let handlers: Record<string, Handler>;
let hits: string[];

before(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    hits.push(path);
    const handler = handlers[path];
    if (handler === undefined) reply(404, "text/plain", "not here")(request, response);
    else handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  issuer = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  handlers = {};
  hits = [];
});

const http = createHttp({ timeoutMs: 5000 });
const openidPath = "/.well-known/openid-configuration";
const oauth2Path = "/.well-known/oauth-authorization-server";

function reply(status: number, type: string, body: string, headers: Record<string, string> = {}): Handler {
  return (_, response) => response.writeHead(status, { "content-type": type, ...headers }).end(body);
}

function replyJson(body: unknown, type = "application/json"): Handler {
  return reply(200, type, JSON.stringify(body));
}

function provider(): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

/** Discovers what the handlers publish and gives the error's code, text and issues, or the document. */
async function discover(document: unknown, type?: string): Promise<Outcome> {
  handlers[openidPath] = typeof document === "function" ? (document as Handler) : replyJson(document, type);
  try {
    const { metadata } = await discoverMetadata({ http }, issuer);
    return { code: "accepted", message: "", pointers: [], metadata };
  } catch (error) {
    assert.ok(error instanceof Error && "code" in error);
    const issues: unknown = "issues" in error ? error.issues : [];
    assert.ok(Array.isArray(issues));
    return { code: String(error.code), message: error.message, pointers: issues.map(({ pointer }) => String(pointer)) };
  }
}

interface Outcome {
  readonly code: string;
  readonly message: string;
  readonly pointers: readonly string[];
  readonly metadata?: unknown;
}

test("lists all members of a wrong type at once, with pointers and sections", async () => {
  const { pointers, message } = await discover({
    ...provider(),
    authorization_endpoint: 1,
    response_types_supported: "code",
    scopes_supported: ["openid", null],
    claims_parameter_supported: "true",
    mtls_endpoint_aliases: { token_endpoint: false },
    subject_types_supported: [],
  });
  assert.deepEqual([...pointers].sort(), [
    "/authorization_endpoint",
    "/claims_parameter_supported",
    "/mtls_endpoint_aliases/token_endpoint",
    "/response_types_supported",
    "/scopes_supported/1",
    "/subject_types_supported",
  ]);
  assert.match(message, /RFC 8414 §2/);
});

test("treats __proto__ and constructor as unknown members", async () => {
  const text = JSON.stringify(provider()).replace("{", '{"__proto__":{"token_endpoint":"x"},"constructor":1,');
  const { code, metadata } = await discover(reply(200, "application/json", text));
  assert.equal(code, "accepted");
  assert.equal(Object.getPrototypeOf(metadata), Object.prototype);
});

for (const status of [301, 302, 307, 308]) {
  test(`follows no ${status} redirect of the metadata, and accepts the document at the place itself`, async () => {
    handlers["/elsewhere"] = replyJson(provider());
    const { code } = await discover(reply(status, "text/plain", "", { location: `${issuer}/elsewhere` }));
    assert.equal(code, "ERR_RESPONSE_REDIRECT");
    assert.ok(!hits.includes("/elsewhere") && !hits.includes(oauth2Path));
    assert.equal((await discover(provider())).code, "accepted");
  });
}

test("takes no document of RFC 8414 for one that fails at OpenID Connect's place", async () => {
  handlers[oauth2Path] = replyJson(provider());
  assert.equal((await discover(reply(503, "text/plain", "busy"))).code, "ERR_RESPONSE_STATUS");
  assert.deepEqual(hits, [openidPath]);
  assert.equal((await discover(reply(404, "text/plain", "none"))).code, "accepted");
});

test("a storm of callers on a failing provider costs one request per cool-down", async () => {
  handlers[openidPath] = reply(500, "text/plain", "down");
  let now = 0;
  const source = createMetadataSource({ http, clock: () => now }, issuer);
  for (const requests of [1, 2, 3]) {
    const storm = await Promise.allSettled(Array.from({ length: 500 }, () => source.get()));
    for (let call = 0; call < 500; call += 1) await source.get().catch(() => undefined);
    assert.ok(storm.every(({ status }) => status === "rejected"));
    assert.equal(hits.length, requests);
    now += 40_000;
  }
  handlers[openidPath] = replyJson(provider());
  assert.deepEqual((await source.get()).metadata, provider());
});

const goodKey = {
  kty: "EC",
  kid: "good",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
};

function keysOf(clock: () => number = () => 0): ReturnType<typeof createJwkSetSource> {
  handlers[openidPath] = replyJson(provider());
  const context = { http, clock };
  return createJwkSetSource(context, createMetadataSource(context, issuer));
}

test("finds the good key among null, rubbish, repeated, private and symmetric ones (RFC 7517 §5)", async () => {
  const rubbish = [
    null,
    1,
    "x",
    [],
    {},
    { kty: null },
    { kty: "XYZ" },
    { ...goodKey, x: "!" },
    { kty: "EC", kid: "good" },
  ];
  const secrets = [
    { ...goodKey, d: goodKey.x },
    { kty: "oct", kid: "good", k: "c2VjcmV0" },
  ];
  handlers["/jwks"] = replyJson({ keys: [...rubbish, ...secrets, goodKey, goodKey] }, "application/jwk-set+json");
  assert.deepEqual(await keysOf().find({ alg: "ES256", kid: "good" }), [goodKey]);
});

test("keeps 100 keys of a set of thousands", async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ ...goodKey, kid: `k${index}` }));
  handlers["/jwks"] = replyJson({ keys: many });
  assert.equal((await keysOf().find({ alg: "ES256", kid: "k7" })).length, 100);
});

for (const [title, handler, code] of [
  [
    "larger than the cap",
    replyJson({ keys: [{ ...goodKey, x5c: ["A".repeat(1_100_000)] }] }),
    "ERR_RESPONSE_TOO_LARGE",
  ],
  ["without an array of keys", replyJson({ keys: goodKey }), "ERR_VALIDATION_RESPONSE"],
  ["that is a page", reply(200, "text/html", "<html>"), "ERR_RESPONSE_CONTENT_TYPE"],
  ["that is a redirect", reply(302, "text/plain", "", { location: "/elsewhere" }), "ERR_RESPONSE_REDIRECT"],
  ["that fails", reply(500, "application/json", '{"keys":[]}'), "ERR_RESPONSE_STATUS"],
] as const) {
  test(`refuses a set ${title}, yet keeps the one it has, and recovers`, async () => {
    let now = 0;
    const source = keysOf(() => now);
    handlers["/jwks"] = handler;
    await assert.rejects(source.find({ alg: "ES256", kid: "good" }), { code });
    now += 60_000;
    handlers["/jwks"] = replyJson({ keys: [goodKey] });
    assert.deepEqual(await source.find({ alg: "ES256", kid: "good" }), [goodKey]);
    now += 60_000;
    handlers["/jwks"] = handler;
    assert.deepEqual(await source.find({ alg: "ES256", kid: "forged" }), [goodKey]);
    assert.deepEqual(await source.find({ alg: "ES256", kid: "good" }), [goodKey]);
    assert.ok(!hits.includes("/elsewhere"));
  });
}

test("1000 forged kids while the keys' endpoint fails cost two requests, and valid tokens never wait", async () => {
  let now = 0;
  const source = keysOf(() => now);
  handlers["/jwks"] = replyJson({ keys: [goodKey] });
  await source.find({ alg: "ES256", kid: "good" });
  handlers["/jwks"] = reply(500, "text/plain", "down");
  hits = [];
  for (const requests of [1, 2]) {
    now += 30_000;
    const forged = Array.from({ length: 1000 }, (_, index) => source.find({ alg: "ES256", kid: `forged-${index}` }));
    const valid = Array.from({ length: 10 }, () => source.find({ alg: "ES256", kid: "good" }));
    for (const found of await Promise.all([...forged, ...valid])) assert.deepEqual(found, [goodKey]);
    assert.equal(hits.length, requests);
  }
});

test("takes a provider whose keys carry odd certificate members, and a token whose header does (RFC 7517 §4)", async () => {
  handlers["/jwks"] = replyJson({ keys: [{ ...goodKey, x5t: "NTk5Nzk2", x5c: [], x5u: "http://id.example.com/c" }] });
  assert.deepEqual(await keysOf().find({ alg: "ES256", kid: "good" }), [goodKey]);
});

test("reads URLs of 100,000 characters in linear time", async () => {
  for (const unit of ["a", "@", ":", "1", "127.", "a@", "/", "?", "a/"]) {
    for (const start of ["https://", "http://localhost:", "http://127.0.0.1", "https://a/"]) {
      const long = start + unit.repeat(100_000 / unit.length);
      const started = performance.now();
      assert.equal(
        (await discover({ ...provider(), issuer: `${long}\u0000@#`, jwks_uri: `${long} @#` })).code,
        "ERR_VALIDATION_METADATA",
      );
      assert.ok(performance.now() - started < 500, `${start} ${unit}`);
    }
  }
});
