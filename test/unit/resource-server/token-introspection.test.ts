import assert from "node:assert/strict";
import { test } from "node:test";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import {
  createIntrospectionScene,
  goodAnswer,
  introspectionOf,
  refusalOf,
  requestWith,
  serverOf,
  startMs,
} from "../../fixtures/resource-server-scene.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = startMs / 1000;
const secret = { client_id: "api", client_secret: "client-secret-1" };
/** Long enough for digests and metadata. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

test("token introspection: the question has the token, the hint and the credentials of the resource (RFC 7662 §2.1)", async () => {
  const scene = createIntrospectionScene();
  await serverOf(scene, { introspection: introspectionOf({ extra: { tenant: "one" } }) }).authenticate(
    requestWith("opaque-1"),
  );
  const [question] = scene.asked;
  assert.deepEqual(Object.fromEntries(question?.form ?? []), {
    token: "opaque-1",
    token_type_hint: "access_token",
    tenant: "one",
  });
  assert.equal(question?.headers.get("authorization"), `Basic ${btoa("api:client-secret-1")}`);
});

test("token introspection: the method is one that the server supports at this endpoint (RFC 8414 §2)", async () => {
  const scene = createIntrospectionScene();
  scene.metadata = (members) => ({
    ...members,
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    introspection_endpoint_auth_methods_supported: ["client_secret_post"],
  });
  await serverOf(scene).authenticate(requestWith("opaque-1"));
  assert.equal(scene.asked[0]?.form.get("client_secret"), "client-secret-1");
  assert.equal(scene.asked[0]?.headers.get("authorization"), null);
});

test("token introspection: an authentication of the caller's own is used", async () => {
  const scene = createIntrospectionScene();
  const { privateKey } = await generateTestKey("ES256");
  const introspection = introspectionOf({ client: { client_id: "api" }, auth: privateKeyJwt(privateKey) });
  await serverOf(scene, { introspection }).authenticate(requestWith("opaque-1"));
  assert.equal(
    scene.asked[0]?.form.get("client_assertion_type"),
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  );
});

test("token introspection: an answer is kept for a minute, and never beyond exp (RFC 7662 §4)", async () => {
  const scene = createIntrospectionScene();
  scene.respond = ({ form }) => Response.json(goodAnswer(form.get("token") === "short" ? { exp: now + 20 } : {}));
  const server = serverOf(scene);
  const times = async (token: string): Promise<number> => {
    await server.authenticate(requestWith(token));
    return scene.asked.length;
  };
  assert.deepEqual(
    [await times("long"), await times("long"), await times("short"), await times("short")],
    [1, 1, 2, 2],
  );
  scene.nowMs += 20_000;
  assert.deepEqual([await times("long"), await times("short")], [2, 3]);
  scene.nowMs += 41_000;
  assert.equal(await times("long"), 4);
});

test("token introspection: a token that is not good is remembered for ten seconds; without cache the server is always asked", async () => {
  for (const [cache, expected] of [
    [undefined, 1],
    [false, 2],
  ] as const) {
    const scene = createIntrospectionScene();
    scene.respond = () => Response.json({ active: false });
    const server = serverOf(scene, { introspection: introspectionOf({ cache }) });
    for (const _ of [1, 2]) {
      const [code] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
      assert.equal(code, "ERR_VERIFICATION_TOKEN_INACTIVE");
    }
    assert.equal(scene.asked.length, expected);
  }
});

test("token introspection: the cache is bounded", async () => {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { introspection: introspectionOf({ cache: { maxEntries: 1 } }) });
  for (const token of ["a", "b", "a"]) await server.authenticate(requestWith(token));
  assert.equal(scene.asked.length, 3);
});

test("token introspection: an outage is not remembered", async () => {
  const scene = createIntrospectionScene();
  scene.respond = () => new Response(null, { status: 500 });
  const server = serverOf(scene);
  await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  scene.respond = () => Response.json(goodAnswer());
  assert.equal((await server.authenticate(requestWith("opaque-1"))).subject, "user");
});

for (const cache of [undefined, false] as const) {
  test(`token introspection: callers at the same time share a question, and one that gives up does not end the others' (cache ${cache ?? "on"})`, async () => {
    const scene = createIntrospectionScene();
    let answer = (): void => undefined;
    scene.respond = () =>
      new Promise((resolve) => {
        answer = () => resolve(Response.json(goodAnswer()));
      });
    const server = serverOf(scene, { introspection: introspectionOf({ cache }) });
    const first = new AbortController();
    const given = server.authenticate(requestWith("opaque-1"), { signal: first.signal });
    const kept = [1, 2, 3].map(() => server.authenticate(requestWith("opaque-1")));
    await settle();
    first.abort();
    const [code, { status }] = await refusalOf(server, given);
    assert.deepEqual([code, status], ["ERR_TRANSPORT_ABORTED", 503]);
    answer();
    assert.deepEqual(
      (await Promise.all(kept)).map(({ subject }) => subject),
      ["user", "user", "user"],
    );
    assert.equal(scene.asked.length, 1);
  });
}

test("token introspection: signed answers are demanded where they are registered, and verified (RFC 9701 §5)", async () => {
  const scene = createIntrospectionScene();
  const key = await generateTestKey("ES256", { kid: "one" });
  const thief = await generateTestKey("ES256", { kid: "one" });
  scene.keys = [key.publicJwk];
  const introspection = introspectionOf({ client: { ...secret, introspection_signed_response_alg: "ES256" } });
  const sign = async (claims: Readonly<Record<string, unknown>>, by = key): Promise<Response> => {
    const all = { iss: "https://id.example.com", aud: "api", iat: now, token_introspection: goodAnswer(), ...claims };
    const jwt = await signClaims(all, by, { typ: "token-introspection+jwt", kid: "one" });
    return new Response(jwt, { headers: { "content-type": "application/token-introspection+jwt" } });
  };
  const answers: Readonly<Record<string, () => Response | Promise<Response>>> = {
    good: () => sign({}),
    json: () => Response.json(goodAnswer()),
    audience: () => sign({ aud: "somebody" }),
    issuer: () => sign({ iss: "https://evil.example.com" }),
    old: () => sign({ iat: now - 4000 }),
    forged: () => sign({}, thief),
  };
  scene.respond = ({ form }) => answers[form.get("token") ?? ""]?.() ?? assert.fail();
  const server = serverOf(scene, { introspection });
  assert.equal((await server.authenticate(requestWith("good"))).subject, "user");
  assert.equal(scene.asked[0]?.headers.get("accept"), "application/token-introspection+jwt");
  for (const [token, expected] of [
    ["json", "ERR_RESPONSE_CONTENT_TYPE"],
    ["audience", "ERR_VERIFICATION_AUDIENCE"],
    ["issuer", "ERR_VERIFICATION_ISSUER"],
    ["old", "ERR_VERIFICATION_ISSUED_AT"],
    ["forged", "ERR_VERIFICATION_SIGNATURE"],
  ] as const) {
    const [code, { status, challenge }] = await refusalOf(server, server.authenticate(requestWith(token)));
    assert.deepEqual([code, status, challenge], [expected, 503, null], token);
  }
});

test("token introspection: an endpoint given by hand needs no discovery", async () => {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { introspectionEndpoint: "https://id.example.com/look-up" });
  await server.authenticate(requestWith("opaque-1"));
  assert.deepEqual(scene.fetched, ["https://id.example.com/look-up"]);
});

test("token introspection: a server without the endpoint is a fault of the configuration, and nothing of it shows", async () => {
  const scene = createIntrospectionScene();
  scene.metadata = ({ introspection_endpoint: _, ...members }) => members;
  const server = serverOf(scene);
  const [code, refusal] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  assert.equal(code, "ERR_CONFIGURATION_METADATA_MISSING");
  assert.deepEqual(refusal, {
    status: 500,
    challenge: null,
    body: { error: "server_error", error_description: "The request could not be judged." },
  });
});

test("token introspection: options that do not exist or make no sense are refused", () => {
  for (const [options, parameter] of [
    [{ client: secret, cach: {} }, "cach"],
    [{ client: { ...secret, clientSecret: "x" } }, "client.clientSecret"],
    [{ client: secret, cache: { maxAge: 1 } }, "cache.maxAge"],
    [{}, "client"],
  ] as const)
    assert.throws(() => introspectionOf({ client: undefined, ...options } as never), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  for (const [options, parameter] of [
    [{ client: { ...secret, client_id: "" } }, "clientId"],
    [{ client: { ...secret, introspection_signed_response_alg: "HS256" } }, "introspectionAlgorithms"],
    [{ cache: { maxEntries: 0 } }, "maxEntries"],
  ] as const)
    assert.throws(() => serverOf(createIntrospectionScene(), { introspection: introspectionOf(options) }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
});
