import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { createFakeServer, type FakeServerBehaviour, json, type Members } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

function token(changes: Members): FakeServerBehaviour {
  return { token: (honest) => ({ ...honest, ...changes }) };
}

function without(name: string): FakeServerBehaviour {
  return { token: (honest) => Object.fromEntries(Object.entries(honest).filter(([member]) => member !== name)) };
}

function answer(make: (text: string, honest: Members) => Response): FakeServerBehaviour {
  return { token: (honest) => make(JSON.stringify(honest), honest) };
}

function typed(type: string): FakeServerBehaviour {
  return answer((text) => new Response(text, { headers: { "content-type": type } }));
}

const twins: readonly (readonly [
  title: string,
  honest: FakeServerBehaviour,
  evil: FakeServerBehaviour,
  name: string,
  code: string,
])[] = [
  [
    "the token type DPoP for a request without a proof (RFC 6749 §7.1)",
    token({ token_type: "bearer" }),
    token({ token_type: "DPoP" }),
    "VerificationError",
    "ERR_VERIFICATION_TOKEN_TYPE",
  ],
  [
    "the token type mac",
    token({ token_type: "BEARER" }),
    token({ token_type: "mac" }),
    "VerificationError",
    "ERR_VERIFICATION_TOKEN_TYPE",
  ],
  ["the token type N_A", {}, token({ token_type: "N_A" }), "VerificationError", "ERR_VERIFICATION_TOKEN_TYPE"],
  ["no token type", {}, without("token_type"), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["no access token", {}, without("access_token"), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an empty access token", {}, token({ access_token: "" }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  [
    "an access token with a line break",
    {},
    token({ access_token: "a\r\nb" }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    'a lifetime of "3600xyz"',
    token({ expires_in: 0 }),
    token({ expires_in: "3600xyz" }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
  ["a lifetime as text", {}, token({ expires_in: "3600" }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a lifetime below zero", {}, token({ expires_in: -1 }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  [
    "a refresh token of null",
    without("refresh_token"),
    token({ refresh_token: null }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "a scope that is an array",
    token({ scope: "openid" }),
    token({ scope: ["openid"] }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "authorization details without a type (RFC 9396 §7)",
    token({ authorization_details: [{ type: "payment" }] }),
    token({ authorization_details: [{ amount: 1 }] }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "no ID token where one was asked for (OpenID Connect Core §3.1.3.3)",
    {},
    without("id_token"),
    "VerificationError",
    "ERR_VERIFICATION_ID_TOKEN_MISSING",
  ],
  ["an ID token of null", {}, token({ id_token: null }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  [
    "a member twice (RFC 8259 §4)",
    {},
    answer((text) => json(text.replace("{", '{"access_token":"other",'))),
    "ResponseError",
    "ERR_RESPONSE_DUPLICATE_MEMBER",
  ],
  [
    "a member twice, once with an escape in its name",
    {},
    answer((text) => json(text.replace("{", '{"\\u0061ccess_token":"other",'))),
    "ResponseError",
    "ERR_RESPONSE_DUPLICATE_MEMBER",
  ],
  [
    "JSON that calls itself a web page",
    typed("application/json; charset=utf-8"),
    typed("text/html"),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  [
    "JSON that calls itself text",
    typed("Application/JSON"),
    typed("text/plain"),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  [
    "JSON without a content type",
    {},
    answer((text) => new Response(new TextEncoder().encode(text))),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  [
    "a web page that calls itself JSON",
    {},
    answer(() => json("<!doctype html>")),
    "ResponseError",
    "ERR_RESPONSE_NOT_JSON",
  ],
  ["an array", {}, answer((text) => json(`[${text}]`)), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["JSON null", {}, answer(() => json("null")), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["an empty body", {}, answer(() => json("")), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["status 201 (RFC 6749 §5.1)", {}, answer((text) => json(text, 201)), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["status 204", {}, answer(() => new Response(null, { status: 204 })), "ResponseError", "ERR_RESPONSE_STATUS"],
  [
    "a redirect (RFC 9700 §4.12)",
    {},
    answer(() => new Response(null, { status: 307, headers: { location: "https://evil.example/token" } })),
    "ResponseError",
    "ERR_RESPONSE_REDIRECT",
  ],
  ["a body above the cap", {}, token({ padding: "x".repeat(1_100_000) }), "ResponseError", "ERR_RESPONSE_TOO_LARGE"],
  [
    "nesting without end",
    token({ deep: [[[[]]]] }),
    answer((text) => json(text.replace("{", `{"deep":${"[".repeat(90_000)}${"]".repeat(90_000)},`))),
    "ResponseError",
    "ERR_RESPONSE_TOO_DEEP",
  ],
  [
    "an error beside the tokens",
    token({ error: "" }),
    token({ error: "invalid_grant" }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  [
    "an error of a number beside the tokens",
    token({ error: false }),
    token({ error: 1 }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  [
    "an error of a list beside the tokens",
    token({ error: null }),
    token({ error: ["x"] }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  [
    "an error with status 200",
    token({ error_description: "fine" }),
    answer(() => json({ error: "bad_verification_code" })),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
];

for (const [title, honest, evil, name, code] of twins) {
  test(`refuses a token response with ${title}, and accepts its honest twin`, async () => {
    const good = await createFakeServer(honest);
    assert.equal((await logIn(good, createFakeClient(good))).claims?.sub, "user-1");
    const bad = await createFakeServer(evil);
    await assertRefused(logIn(bad, createFakeClient(bad)), name, code);
    assert.equal(bad.requests.filter(({ path }) => path === "/token").length, 1, "a code is sent once");
  });
}

test("accepts and keeps members that no specification names (RFC 6749 §5.1)", async () => {
  const server = await createFakeServer(
    token({ "not-before-policy": 0, ext_expires_in: "x", error_codes: [], user: null, constructor: 1 }),
  );
  const { response } = await logIn(server, createFakeClient(server));
  assert.equal(response["not-before-policy"], 0);
  assert.equal(response.user, null);
});

test("keeps __proto__ of an answer an ordinary member", async () => {
  const server = await createFakeServer(answer((text) => json(text.replace("{", '{"__proto__":{"scope":"admin"},'))));
  const { response } = await logIn(server, createFakeClient(server));
  assert.equal(response.scope, undefined);
  assert.equal(Object.getPrototypeOf(response), Object.prototype);
});

test("gives the token response frozen, with everything in it", async () => {
  const server = await createFakeServer(token({ authorization_details: [{ type: "payment" }] }));
  const { response } = await logIn(server, createFakeClient(server));
  assert.ok(Object.isFrozen(response) && Object.isFrozen(response.authorization_details?.[0]));
});

test("lists all problems of a token response at once, with pointers and sections", async () => {
  const server = await createFakeServer(
    token({ access_token: 1, token_type: null, expires_in: "soon", scope: " ", id_token: "x" }),
  );
  const error = await assertRefused(
    logIn(server, createFakeClient(server)),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  );
  for (const line of [
    "/access_token must be a string (RFC 6749 §5.1)",
    "/token_type must be a string (RFC 6749 §5.1)",
    "/expires_in must be a number (RFC 6749 §5.1)",
    "/scope must be scope values separated by single spaces (RFC 6749 §5.1)",
    "/id_token must be a JWT in compact form (three or five base64url parts) (OpenID Connect Core §3.1.3.3)",
  ])
    assert.ok(error.message.includes(line), `${line}\n${error.message}`);
  assert.ok(!error.message.includes("tolerate"), "no tolerance would help");
});

test("a thousand broken elements cost a short message", async () => {
  const server = await createFakeServer(token({ authorization_details: Array.from({ length: 100_000 }, () => 1) }));
  const started = performance.now();
  const error = await assertRefused(
    logIn(server, createFakeClient(server)),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  );
  assert.ok(error.message.length < 5000, `${error.message.length} characters`);
  assert.ok(performance.now() - started < 3000);
});

const refreshes: readonly (readonly [string, Members, string, string])[] = [
  ["another sub (OpenID Connect Core §12.2)", { sub: "user-2" }, "VerificationError", "ERR_VERIFICATION_CONTINUITY"],
  ["another iss", { iss: "https://evil.example" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["another aud", { aud: "client-2" }, "VerificationError", "ERR_VERIFICATION_AUDIENCE"],
  ["one more aud", { aud: ["client-1", "api"], azp: "client-1" }, "VerificationError", "ERR_VERIFICATION_CONTINUITY"],
  ["another auth_time", { auth_time: 1_800_000_001 }, "VerificationError", "ERR_VERIFICATION_CONTINUITY"],
  ["an older iat", { iat: 1_799_999_999 }, "VerificationError", "ERR_VERIFICATION_CONTINUITY"],
  ["another nonce", { nonce: "n-other" }, "VerificationError", "ERR_VERIFICATION_CONTINUITY"],
  ["an azp of another client", { azp: "client-2" }, "VerificationError", "ERR_VERIFICATION_AUTHORIZED_PARTY"],
];

for (const [title, changes, name, code] of refreshes) {
  test(`refuses a refreshed ID token with ${title}, and accepts its honest twin`, async () => {
    const server = await createFakeServer();
    const client = createFakeClient(server);
    const tokens = await logIn(server, client);
    server.now += 1000;
    assert.equal((await client.refresh(tokens)).claims?.sub, "user-1");
    server.behaviour.claims = (honest) => ({ ...honest, ...changes });
    await assertRefused(client.refresh(tokens), name, code);
  });
}

test("refuses a refresh response with the token type DPoP", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.behaviour.token = (honest) => ({ ...honest, token_type: "DPoP" });
  await assertRefused(client.refresh(tokens), "VerificationError", "ERR_VERIFICATION_TOKEN_TYPE");
});

test("refuses tolerated form text that holds the access token twice, and accepts it once", async () => {
  const form = (text: string): FakeServerBehaviour =>
    answer(() => new Response(text, { headers: { "content-type": "application/x-www-form-urlencoded" } }));
  const once = await createFakeServer(form("access_token=a&token_type=bearer&expires=60"));
  const options = { tolerate: ["form-encoded-response", "expires-member"] } as const;
  const { response } = await createFakeClient(once, options).clientCredentials();
  assert.deepEqual(response, { access_token: "a", token_type: "bearer", expires: 60, expires_in: 60 });
  const twice = await createFakeServer(form("access_token=a&token_type=bearer&access_token=b"));
  await assertRefused(
    createFakeClient(twice, options).clientCredentials(),
    "VerificationError",
    "ERR_VERIFICATION_PARAMETER_REPEATED",
  );
  const page = await createFakeServer(
    answer(
      () =>
        new Response('<a href="?x&access_token=a&token_type=bearer">', { headers: { "content-type": "text/html" } }),
    ),
  );
  await assertRefused(
    createFakeClient(page, options).clientCredentials(),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  );
});
