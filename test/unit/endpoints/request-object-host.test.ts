import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestObjectHost } from "../../../src/endpoints/request-object-host.ts";

const baseUrl = "https://app.example.com/requests";

test("createRequestObjectHost: hands an object out once, as its media type, never cached (RFC 9101 §5.2)", async () => {
  const host = createRequestObjectHost({ baseUrl });
  const url = await host.put("a.b.c");
  assert.match(url, /^https:\/\/app\.example\.com\/requests\/[A-Za-z0-9_-]{43}$/);
  const response = host.respond(new Request(url));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/oauth-authz-req+jwt");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(await response.text(), "a.b.c");
  const again = host.respond(new Request(url));
  assert.deepEqual([again.status, await again.text()], [404, ""]);
});

test("createRequestObjectHost: knows an object by its path, whatever host a proxy names", async () => {
  const host = createRequestObjectHost({ baseUrl: `${baseUrl}/` });
  const { pathname } = new URL(await host.put("a.b.c"));
  assert.equal(host.respond({ method: "GET", url: pathname }).status, 200);
});

test("createRequestObjectHost: only a GET takes the object", async () => {
  const host = createRequestObjectHost({ baseUrl });
  const url = await host.put("a.b.c");
  for (const method of ["POST", "HEAD", "DELETE"]) {
    const response = host.respond({ method, url });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET"]);
  }
  assert.equal(host.respond({ method: "GET", url }).status, 200);
});

test("createRequestObjectHost: forgets an object when its time is up", async () => {
  let now = 0;
  const host = createRequestObjectHost({ baseUrl, lifetimeSeconds: 10, clock: () => now });
  const [early, late] = [await host.put("a"), await host.put("b")];
  now = 9_999;
  assert.equal(host.respond({ method: "GET", url: early }).status, 200);
  now = 10_000;
  assert.equal(host.respond({ method: "GET", url: late }).status, 404);
});

test("createRequestObjectHost: keeps so many and no more; expired ones go first, then the oldest", async () => {
  let now = 0;
  const host = createRequestObjectHost({ baseUrl, maxObjects: 2, lifetimeSeconds: 10, clock: () => now });
  const first = await host.put("1");
  now = 5_000;
  const second = await host.put("2");
  const third = await host.put("3");
  assert.equal(host.respond({ method: "GET", url: first }).status, 404);
  now = 14_000;
  assert.equal(host.respond({ method: "GET", url: second }).status, 200);
  assert.equal(host.respond({ method: "GET", url: third }).status, 200);
});

test("createRequestObjectHost: has nothing at a path that is no URL, which anybody can ask for", () => {
  const host = createRequestObjectHost({ baseUrl });
  for (const url of ["//", "http://[", "", "/"]) assert.equal(host.respond({ method: "GET", url }).status, 404);
});

for (const [parameter, options] of [
  ["baseUrl", { baseUrl: "http://app.example.com/r" }],
  ["baseUrl", { baseUrl: "/r" }],
  ["baseUrl", { baseUrl: "https://app.example.com/r?x=1" }],
  ["lifetimeSeconds", { baseUrl, lifetimeSeconds: 0 }],
  ["maxObjects", { baseUrl, maxObjects: 1.5 }],
] as const) {
  test(`createRequestObjectHost: refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => createRequestObjectHost(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
