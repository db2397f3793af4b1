import assert from "node:assert/strict";
import { test } from "node:test";
import { createBrowserFetch } from "../../../src/browser/browser-fetch.ts";
import type { BrowserClient } from "../../../src/browser/options.ts";
import { createSessionRenewal } from "../../../src/browser/renew-session.ts";
import { type BrowserScene, createBrowserScene, makeSession } from "../../fixtures/browser-scene.ts";

const api = "https://api.example.com";

async function start(session = makeSession()): Promise<BrowserScene & { readonly fetch: BrowserClient["fetch"] }> {
  const scene = createBrowserScene();
  await scene.parts.holder.put(session, "session.signed_in");
  scene.nowMs += 20_000;
  return Object.assign(scene, { fetch: createBrowserFetch(scene.parts, createSessionRenewal(scene.parts)) });
}

const refusal = (challenge?: string): Response =>
  new Response("no", { status: 401, headers: challenge === undefined ? {} : { "www-authenticate": challenge } });
const apiCalls = ({ requests }: BrowserScene): number => requests.filter(({ url }) => url.startsWith(api)).length;

for (const url of [
  "https://evil.example/",
  "https://api.example.com.evil.example/",
  "https://api.example.com@evil.example/",
  "http://api.example.com/",
  "https://api.example.com:8443/",
  "//evil.example/x",
  "/relative",
  "https://",
  "data:text/plain,x",
]) {
  test(`the token does not go to ${url} (RFC 6750 §5.3)`, async () => {
    const scene = await start();
    await assert.rejects(scene.fetch(url), { code: "ERR_CONFIGURATION_OPTION", parameter: "url" });
    assert.deepEqual(scene.requests, []);
  });
}

test("nor into a URL with credentials, or one that only looks like the API's", async () => {
  const scene = await start();
  for (const url of ["https://ada:secret@api.example.com/", "blob:https://api.example.com/0b5ba1cd"])
    await assert.rejects(scene.fetch(url), { code: "ERR_CONFIGURATION_INSECURE_URL" });
  await assert.rejects(scene.fetch(`${api}/`, { headers: { authorization: "Bearer x" } }), {
    code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
  });
  assert.deepEqual(scene.requests, []);
});

test("a redirect is not followed (RFC 9700 §4.12)", async () => {
  const scene = await start();
  scene.api = () => new Response(null, { status: 307, headers: { location: "https://evil.example/" } });
  await assert.rejects(scene.fetch(`${api}/a`), { code: "ERR_RESPONSE_REDIRECT" });
  assert.equal(apiCalls(scene), 1);
});

for (const [title, challenge, calls] of [
  ["hides why", undefined, 2],
  ["says invalid_token", 'Bearer error="invalid_token"', 2],
  ["says invalid_token beside another scheme", 'Basic realm="x", Bearer realm="invalid", error="invalid_token"', 2],
  ["wants more scope", 'Bearer error="insufficient_scope"', 1],
  ["only talks of invalid_token", 'Bearer error="insufficient_scope", error_description="not invalid_token"', 1],
  ["says nothing of OAuth", 'Basic realm="x"', 1],
] as const) {
  test(`a refusal that ${title} is met with ${calls === 2 ? "one other token" : "no other token"} (RFC 6750 §3.1)`, async () => {
    const scene = await start();
    scene.api = () => refusal(challenge);
    assert.equal((await scene.fetch(`${api}/a`, { method: "POST", body: "order" })).status, 401);
    assert.equal(apiCalls(scene), calls);
    assert.equal(scene.requests.at(-1)?.body, "order");
  });
}

test("a stream is sent once", async () => {
  const scene = await start();
  scene.api = () => refusal();
  const body = new Blob(["order"]).stream();
  assert.equal((await scene.fetch(`${api}/a`, { method: "POST", body })).status, 401);
  assert.equal(apiCalls(scene), 1);
});

test("what one person asked for is not done with the token of another", async () => {
  const scene = await start();
  scene.api = async () => {
    await scene.parts.holder.put(makeSession({ id: "two" }, { refreshToken: "theirs" }), "session.signed_in");
    return refusal();
  };
  assert.equal((await scene.fetch(`${api}/transfer`, { method: "POST", body: "100" })).status, 401);
  assert.equal(apiCalls(scene), 1);
});

test("where no other token can be had, the refusal is the answer", async () => {
  const scene = await start();
  scene.api = () => refusal();
  scene.token = () => Response.json({ error: "invalid_grant" }, { status: 400 });
  const response = await scene.fetch(`${api}/a`);
  assert.deepEqual([response.status, await response.text()], [401, "no"]);
  assert.ok(scene.events.some(({ type }) => type === "session.renewal_failed"));
  await assert.rejects(scene.fetch(`${api}/a`), { code: "ERR_VERIFICATION_SESSION" });
  const none = await start(makeSession({}, { refreshToken: undefined }));
  none.api = () => refusal();
  assert.equal((await none.fetch(`${api}/a`)).status, 401);
  assert.equal(apiCalls(none), 1);
});

test("a Request is sent with its body, in browsers too that do not show it", async () => {
  const scene = await start();
  const request = new Request(`${api}/a`, { method: "POST", body: "order" });
  Object.defineProperty(request, "body", { value: undefined });
  await scene.fetch(request);
  assert.equal(scene.requests.at(-1)?.body, "[object ArrayBuffer]");
  const get = new Request(`${api}/a`);
  Object.defineProperty(get, "body", { value: undefined });
  await scene.fetch(get);
  assert.equal(scene.requests.at(-1)?.body, "undefined");
  await scene.fetch(new Request(`${api}/a`, { method: "POST", body: "order" }), { body: "other" });
  assert.equal(scene.requests.at(-1)?.body, "other");
  await scene.fetch(new URL(`${api}/a`), { method: "PUT", body: null });
  assert.equal(scene.requests.at(-1)?.body, "undefined");
});

test("who stops a call does not wait for a renewal, which goes on for the others", async () => {
  const scene = await start();
  scene.nowMs = 1_600_000;
  const answer = scene.token;
  let go = (): void => undefined;
  scene.token = async () => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    return answer();
  };
  const controller = new AbortController();
  const call = scene.fetch(`${api}/a`, { signal: controller.signal });
  call.catch(() => undefined);
  const other = scene.fetch(`${api}/b`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort();
  await assert.rejects(call, { code: "ERR_TRANSPORT_ABORTED" });
  go();
  assert.equal((await other).status, 200);
});
