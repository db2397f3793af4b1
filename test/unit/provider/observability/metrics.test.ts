import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { createProviderMetrics } from "../../../../src/provider/observability/metrics.ts";

const client = {
  client_id: "machine-7",
  client_secret: "s".repeat(40),
  grant_types: ["client_credentials"],
  scope: "a",
};
const issuer = "http://127.0.0.1";
const form = { grant_type: "client_credentials", client_id: "machine-7", client_secret: "s".repeat(40) };

/** The lines of a rendering that are no comments and no buckets. */
async function linesOf({ render }: { readonly render: () => Promise<string> }): Promise<readonly string[]> {
  const lines = (await render()).split("\n");
  return lines.filter((line) => line !== "" && !/^#|_bucket|_sum/.test(line));
}

test("counts requests, durations, tokens and refusals of a provider, without any name of a client", async () => {
  const metrics = createProviderMetrics();
  const { fetch } = createProvider({ issuer, clients: [client], scopes: ["a"], onEvent: metrics.onEvent });
  const post = (changes: object): Promise<Response> =>
    fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams({ ...form, ...changes }) });
  await post({});
  await post({});
  await post({ client_secret: "wrong" });
  await post({ grant_type: "unknown" });
  await fetch(`${issuer}/token`, { method: "DELETE" });
  await fetch(`${issuer}/jwks`, { method: "HEAD" });
  const lines = await linesOf(metrics);
  for (const line of [
    'provider_requests_total{endpoint="/token",method="POST",status="200"} 2',
    'provider_requests_total{endpoint="/token",method="POST",status="401"} 1',
    'provider_requests_total{endpoint="/token",method="POST",status="400"} 1',
    'provider_requests_total{endpoint="/token",method="DELETE",status="405"} 1',
    'provider_request_duration_seconds_count{endpoint="/token"} 5',
    'provider_request_duration_seconds_count{endpoint="/jwks"} 1',
    'provider_refusals_total{endpoint="/token",error="invalid_client"} 1',
    'provider_refusals_total{endpoint="/token",error="unsupported_grant_type"} 1',
    'provider_refusals_total{endpoint="/token",error="invalid_request"} 1',
    'provider_tokens_issued_total{grant_type="client_credentials"} 2',
    'provider_events_total{type="token.issued"} 2',
  ])
    assert.ok(lines.includes(line), `${line} is not in\n${lines.join("\n")}`);
  assert.doesNotMatch(lines.join("\n"), /machine-7/);
  assert.match(metrics.contentType, /^text\/plain; version=0\.0\.4/);
});

test("no label holds an id, a reason or a method that somebody made up", async () => {
  const metrics = createProviderMetrics({ prefix: "op_", durationBuckets: [1] });
  const ids = {
    clientId: "client-1",
    accountId: "account-1",
    grantId: "grant-1",
    sid: "sid-1",
    remoteAddress: "1.1.1.1",
  };
  metrics.onEvent({ type: "login.succeeded", ...ids });
  metrics.onEvent({ type: "login.failed", ...ids, reason: "wrong-password" });
  metrics.onEvent({ type: "login.throttled", ...ids });
  metrics.onEvent({ type: "error.store", reason: "grants.issue failed: 23505" });
  metrics.onEvent({ type: "error.store" });
  metrics.onEvent({ type: "request.refused" });
  metrics.onEvent({ type: "error.internal", endpoint: "/token", error: "server_error" });
  metrics.onEvent({ type: "token.issued" });
  metrics.onEvent({ type: "request.finished", endpoint: "/token", method: "MADE-UP", status: 200, durationMs: 1500 });
  metrics.onEvent({ type: "request.finished" });
  const text = await metrics.render();
  for (const line of [
    'op_logins_total{outcome="succeeded"} 1',
    'op_logins_total{outcome="failed"} 1',
    'op_logins_total{outcome="throttled"} 1',
    'op_store_errors_total{verb="grants.issue"} 1',
    'op_store_errors_total{verb="none"} 1',
    'op_refusals_total{endpoint="none",error="none"} 1',
    'op_refusals_total{endpoint="/token",error="server_error"} 1',
    'op_tokens_issued_total{grant_type="none"} 1',
    'op_requests_total{endpoint="/token",method="other",status="200"} 1',
    'op_requests_total{endpoint="none",method="other",status="0"} 1',
    'op_request_duration_seconds_sum{endpoint="/token"} 1.5',
    'op_request_duration_seconds_bucket{le="1",endpoint="/token"} 0',
  ])
    assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`);
  assert.doesNotMatch(text, /client-1|account-1|grant-1|sid-1|1\.1\.1\.1|MADE-UP|password|23505/);
});

test("two providers count apart", async () => {
  const [one, other] = [createProviderMetrics(), createProviderMetrics()];
  one.onEvent({ type: "login.succeeded" });
  assert.deepEqual(await linesOf(other), []);
});
