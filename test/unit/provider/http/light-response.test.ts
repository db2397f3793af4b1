import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import {
  createLightResponse,
  readLightResponse,
  toPlatformResponse,
} from "../../../../src/provider/http/light-response.ts";

const answer = { status: 401, headers: { "Content-Type": "application/json", "X-A": "1" }, text: '{"a":"ü"}' };

test("a light response has all that a response of the platform has", async () => {
  const light = createLightResponse(answer);
  assert.ok(light instanceof Response);
  assert.deepEqual(
    [light.status, light.ok, light.type, light.redirected, light.url],
    [401, false, "default", false, ""],
  );
  assert.equal(light.headers.get("x-a"), "1");
  assert.equal(light.bodyUsed, false);
  assert.deepEqual(await light.clone().json(), { a: "ü" });
  assert.equal(await light.text(), '{"a":"ü"}');
  assert.equal(light.bodyUsed, true);
  await assert.rejects(light.text(), TypeError);
});

test("a light response can be the model of another", async () => {
  const light = createLightResponse(answer);
  const copy = new Response(light.body, light);
  assert.deepEqual([copy.status, copy.headers.get("x-a"), await copy.text()], [401, "1", '{"a":"ü"}']);
});

test("it stays light while only its status is read, and what is changed of it is not lost", () => {
  const light = createLightResponse(answer);
  assert.equal(light.status, 401);
  assert.equal(readLightResponse(light), answer);
  light.headers.append("Set-Cookie", "a=1");
  assert.equal(readLightResponse(light), undefined);
  const platform = toPlatformResponse(light);
  assert.notEqual(platform, light);
  assert.equal(toPlatformResponse(light), platform);
  assert.equal(platform.headers.get("set-cookie"), "a=1");
});

test("a response of the platform is itself", () => {
  const platform = new Response("a");
  assert.equal(toPlatformResponse(platform), platform);
  assert.equal(readLightResponse(platform), undefined);
});

test("outside of the adapter for Node every response is one of the platform", async () => {
  const { fetch, handle } = createProvider({ issuer: "http://127.0.0.1" });
  const url = "http://127.0.0.1/token";
  for (const response of [await fetch(url), await handle(new Request(url), {})]) {
    assert.equal(Object.getPrototypeOf(response), Response.prototype);
    assert.equal(response.status, 405);
  }
});
