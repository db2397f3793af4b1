import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { createFakeServer, type FakeServerBehaviour, json, type Members } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

type Userinfo = NonNullable<FakeServerBehaviour["userinfo"]>;

const add =
  (changes: Members): Userinfo =>
  (honest) => ({ ...honest, ...changes });

const answer =
  (status: number, headers: Readonly<Record<string, string>>, body = ""): Userinfo =>
  () =>
    new Response(body, { status, headers });

const same = add({});

const twins: readonly (readonly [title: string, evil: Userinfo, name: string, code: string, honest?: Userinfo])[] = [
  ["another sub (OpenID Connect Core §5.3.2)", add({ sub: "user-2" }), "VerificationError", "ERR_VERIFICATION_SUBJECT"],
  ["a sub that differs in case", add({ sub: "USER-1" }), "VerificationError", "ERR_VERIFICATION_SUBJECT"],
  ["no sub", add({ sub: undefined }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a sub that is a number", add({ sub: 1 }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a sub that is a list", add({ sub: ["user-1"] }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  [
    "email_verified as text",
    add({ email_verified: "true" }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
    add({ email_verified: true, locale: "en_US", "name#de": "x", roles: [] }),
  ],
  [
    "a signed body (no signature is verified here)",
    answer(200, { "content-type": "application/jwt" }, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyLTEifQ."),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  [
    "a signed body that calls itself JSON",
    answer(200, { "content-type": "application/json" }, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyLTEifQ."),
    "ResponseError",
    "ERR_RESPONSE_NOT_JSON",
  ],
  [
    "JSON as text",
    answer(200, { "content-type": "text/plain" }, '{"sub":"user-1"}'),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  ["two sub members", () => json('{"sub":"user-2","sub":"user-1"}'), "ResponseError", "ERR_RESPONSE_DUPLICATE_MEMBER"],
  ["an error with status 200", () => json({ error: "invalid_token" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  [
    "a challenge (RFC 6750 §3)",
    answer(401, { "www-authenticate": 'Bearer realm="x", error="invalid_token", error_description="expired"' }),
    "OAuthError",
    "ERR_OAUTH_CHALLENGE",
  ],
  [
    "a challenge without an error",
    answer(401, { "www-authenticate": 'Bearer realm="x"' }),
    "ResponseError",
    "ERR_RESPONSE_STATUS",
  ],
  ["a redirect", answer(302, { location: "https://evil.example/userinfo" }), "ResponseError", "ERR_RESPONSE_REDIRECT"],
  ["a server failure", answer(503, { "retry-after": "5" }), "ResponseError", "ERR_RESPONSE_STATUS"],
];

for (const [title, evil, name, code, honest = same] of twins) {
  test(`refuses a userinfo response with ${title}, and accepts its honest twin`, async () => {
    const server = await createFakeServer({ userinfo: honest });
    const client = createFakeClient(server);
    const tokens = await logIn(server, client);
    assert.equal((await client.userInfo(tokens)).sub, "user-1");
    server.behaviour.userinfo = evil;
    await assertRefused(client.userInfo(tokens), name, code);
  });
}

test("JSON as text is accepted only under its tolerance, and then for the right user only", async () => {
  const server = await createFakeServer({
    userinfo: answer(200, { "content-type": "text/plain" }, '{"sub":"user-1"}'),
  });
  const events: unknown[] = [];
  const client = createFakeClient(server, {
    tolerate: ["userinfo-content-type"],
    onEvent: (event) => events.push(event),
  });
  const tokens = await logIn(server, client);
  assert.deepEqual(await client.userInfo(tokens), { sub: "user-1" });
  assert.ok(events.some((event) => JSON.stringify(event).includes('"deviation":"D27"')));
  server.behaviour.userinfo = answer(200, { "content-type": "text/plain" }, '{"sub":"user-2"}');
  await assertRefused(client.userInfo(tokens), "VerificationError", "ERR_VERIFICATION_SUBJECT");
  server.behaviour.userinfo = answer(200, { "content-type": "text/plain" }, "null");
  await assertRefused(client.userInfo(tokens), "ValidationError", "ERR_VALIDATION_RESPONSE");
  server.behaviour.userinfo = answer(200, { "content-type": "text/plain" }, "hello");
  await assertRefused(client.userInfo(tokens), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE");
});

test("sends the access token in the header only, never in the URL (RFC 6750 §2.3)", async () => {
  const server = await createFakeServer();
  const urls: string[] = [];
  const client = createFakeClient(server, {
    fetch(url, init) {
      urls.push(url);
      return server.fetch(url, init);
    },
  });
  await client.userInfo(await logIn(server, client));
  assert.equal(server.requests.at(-1)?.headers.get("authorization"), "Bearer access-secret-1");
  assert.ok(urls.every((url) => !url.includes("secret")));
});
