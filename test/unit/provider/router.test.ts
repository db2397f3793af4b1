import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider, type ProviderEvent } from "../../../src/provider/index.ts";
import { createProviderMetrics } from "../../../src/provider/observability/metrics.ts";

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

function start(issuer = "https://id.example.com") {
  const events: ProviderEvent[] = [];
  const metrics = createProviderMetrics();
  const provider = createProvider({
    issuer,
    onEvent(event) {
      events.push(event);
      metrics.onEvent(event);
    },
  });
  return { provider, events, metrics };
}

for (const [title, path, init] of [
  ["a request", "/no/such-path?secret=1", {}],
  ["a form", "/no/such-path", { method: "POST", body: new URLSearchParams({ a: "b" }) }],
  ["who asks for JSON", "/tokens", { headers: { accept: "application/json" } }],
  ["the question of a browser", "/tokens", { method: "OPTIONS", headers: { origin: "https://spa.example.com" } }],
  ["a path outside of the issuer's", "/../token/x", {}],
  ["broken percent signs", "/%zz", {}],
] as const)
  test(`unknown path: ${title} is answered with an error as JSON`, async () => {
    const { provider } = start();
    const response = await provider.fetch(`https://id.example.com${path}`, init);
    assert.equal(response.status, 404);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.deepEqual(await response.json(), {
      error: "not_found",
      error_description: "There is nothing at this path; the metadata of the server list its endpoints.",
    });
  });

test("unknown path: a person sees the error page, in their language and with its header fields", async () => {
  const { provider, events } = start();
  const headers = { accept: browser, "accept-language": "de" };
  const response = await provider.fetch("https://id.example.com/<script>", { headers });
  const html = await response.text();
  assert.deepEqual([response.status, response.headers.get("content-type")], [404, "text/html; charset=utf-8"]);
  assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.equal(response.headers.get("x-frame-options"), "DENY");
  assert.match(html, /<h1>Hier ist nichts<\/h1>/);
  assert.match(html, new RegExp(`${events[0]?.reference}`));
  assert.equal(html.includes("<script>"), false);
});

test("unknown path: it is told under one name for all, and no event holds what was sent", async () => {
  const { provider, events, metrics } = start("https://id.example.com/tenant");
  for (const path of ["/secret-one", "/tenant/secret-two", "/tenant"])
    await provider.fetch(`https://id.example.com${path}`);
  assert.deepEqual(
    events.map(({ type, endpoint, status, error, method }) => [type, endpoint, status, error, method]),
    [1, 2, 3].flatMap(() => [
      ["request.refused", "unknown", 404, "not_found", undefined],
      ["request.finished", "unknown", 404, undefined, "GET"],
    ]),
  );
  assert.doesNotMatch(JSON.stringify(events), /secret-|tenant/);
  const text = await metrics.render();
  assert.match(text, /provider_requests_total\{endpoint="unknown",method="GET",status="404"\} 3\n/);
});

test("wrong method: a program gets an error as JSON and the methods that there are (RFC 9110 §15.5.6)", async () => {
  const { provider, events } = start();
  const response = await provider.fetch("https://id.example.com/token");
  assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  assert.deepEqual(await response.json(), {
    error: "invalid_request",
    error_description: "The endpoint takes POST only.",
  });
  assert.deepEqual(
    events.map(({ type, endpoint, status }) => [type, endpoint, status]),
    [
      ["request.refused", "/token", 405],
      ["request.finished", "/token", 405],
    ],
  );
});

test("wrong method: a person who opens an endpoint sees the error page", async () => {
  const { provider } = start();
  const response = await provider.fetch("https://id.example.com/token", { headers: { accept: browser } });
  assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /The endpoint takes POST only\./);
});

test("errors of an endpoint stay JSON, whatever a browser would rather have", async () => {
  const { provider } = start();
  const init = { method: "POST", headers: { accept: browser }, body: new URLSearchParams() };
  const response = await provider.fetch("https://id.example.com/token", init);
  assert.deepEqual([response.status, response.headers.get("content-type")], [401, "application/json"]);
});
