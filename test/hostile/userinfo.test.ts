import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { createFakeServer, type FakeServerBehaviour } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";
import { runTraits } from "./run-traits.ts";
import { userinfo } from "./scenarios/browser.ts";

await runTraits({ name: "userinfo", scenario: userinfo });

type Userinfo = NonNullable<FakeServerBehaviour["userinfo"]>;

const answer =
  (status: number, headers: Readonly<Record<string, string>>, body = ""): Userinfo =>
  () =>
    new Response(body, { status, headers });

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
