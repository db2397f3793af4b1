import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { createFakeServer, type FakeServerBehaviour, json, type Members } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";
import { runTraits } from "./run-traits.ts";
import { login } from "./scenarios/browser.ts";

await runTraits({ name: "token-response", scenario: login, atMost: { "/token": 1 } });

function token(changes: Members): FakeServerBehaviour {
  return { token: (honest) => ({ ...honest, ...changes }) };
}

function answer(make: (text: string, honest: Members) => Response): FakeServerBehaviour {
  return { token: (honest) => make(JSON.stringify(honest), honest) };
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
