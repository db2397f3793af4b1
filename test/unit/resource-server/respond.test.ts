import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntrospectionScene, refusalOf, requestWith, serverOf } from "../../fixtures/resource-server-scene.ts";

const unavailable = {
  status: 503,
  challenge: null,
  body: { error: "temporarily_unavailable", error_description: "Access tokens cannot be verified at the moment." },
};

test("respond: the words of a challenge stand in the body too, and nothing is kept (RFC 6750 §5.3)", async () => {
  const scene = createIntrospectionScene();
  scene.respond = () => Response.json({ active: false });
  const server = serverOf(scene);
  const [, refusal, response] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
  assert.deepEqual(refusal.body, {
    error: "invalid_token",
    error_description: "The access token is not accepted here.",
  });
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("content-type"), "application/json");
});

test("respond: a request without token is told no error (RFC 6750 §3.1)", async () => {
  const server = serverOf(createIntrospectionScene());
  const [, refusal, response] = await refusalOf(
    server,
    server.authenticate({ method: "GET", url: "https://api.example.com/", headers: {} }),
  );
  assert.deepEqual(
    [refusal, response.headers.get("content-type")],
    [{ status: 401, challenge: "Bearer", body: undefined }, null],
  );
  assert.equal(response.headers.get("cache-control"), "no-store");
});

test("respond: an issuer that cannot be asked is answered with 503, and when to come again (RFC 9110 §15.6.4)", async () => {
  for (const [answer, expected] of [
    [() => Promise.reject(new TypeError("connect ECONNREFUSED")), "5"],
    [() => new Response("secret", { status: 500 }), "5"],
    [() => new Response(null, { status: 503, headers: { "retry-after": "17" } }), "17"],
    [() => new Response(null, { status: 503, headers: { "retry-after": "100000" } }), "300"],
    [() => Response.json({ error: "temporarily_unavailable" }, { status: 503, headers: { "retry-after": "9" } }), "9"],
    [() => Response.json({ error: "invalid_client", error_description: "secret" }, { status: 401 }), "5"],
    [() => Response.redirect("https://evil.example.com/", 302), "5"],
    [() => new Response("<html>", { headers: { "content-type": "text/html" } }), "5"],
  ] as const) {
    const scene = createIntrospectionScene();
    scene.respond = answer;
    const server = serverOf(scene);
    const [, refusal, response] = await refusalOf(server, server.authenticate(requestWith("opaque-1")));
    assert.deepEqual(refusal, unavailable);
    assert.equal(response.headers.get("retry-after"), expected);
  }
});

test("respond: keys that cannot be fetched are no verdict about the token", async () => {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, {
    tokens: "jwt",
    introspection: undefined,
    fetch: async () => new Response(null, { status: 502 }),
  });
  const [header, payload] = [
    '{"typ":"at+jwt","alg":"ES256","kid":"one"}',
    JSON.stringify({
      iss: "https://id.example.com",
      aud: "https://api.example.com",
      sub: "user",
      client_id: "app",
      iat: 1_800_000_000,
      exp: 1_800_000_600,
      jti: "1",
    }),
  ].map((part) => Buffer.from(part).toString("base64url"));
  const [, refusal] = await refusalOf(
    server,
    server.authenticate(requestWith(`${header}.${payload}.${"A".repeat(86)}`)),
  );
  assert.deepEqual(refusal, unavailable);
});

test("respond: what is no error of this library is answered with 500, and says nothing", async () => {
  const server = serverOf(createIntrospectionScene());
  for (const error of [new Error("password is hunter2"), "text", undefined, null]) {
    const response = await server.respond(error);
    assert.deepEqual(
      [response.status, await response.json()],
      [500, { error: "server_error", error_description: "The request could not be judged." }],
    );
    assert.deepEqual([...response.headers.keys()].sort(), ["cache-control", "content-type"]);
  }
});

test("respond: status and challenges can be had alone", async () => {
  const server = serverOf(createIntrospectionScene(), { realm: "orders" });
  const error: unknown = await server
    .authenticate({ method: "GET", url: "https://api.example.com/", headers: {} })
    .catch((caught: unknown) => caught);
  assert.deepEqual(await server.challengeFor(error), {
    status: 401,
    error: undefined,
    headers: { "WWW-Authenticate": 'Bearer realm="orders"' },
  });
});
