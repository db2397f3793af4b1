import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientEvent } from "../../../src/client/options.ts";
import { withReportedCalls } from "../../../src/client/report-calls.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer, json } from "../../fixtures/fake-server.ts";

async function open(said?: string) {
  const server = await createFakeServer();
  const events: ClientEvent[] = [];
  const client = createFakeClient(server, {
    onEvent: (event) => events.push(event),
    fetch: async (url, init) =>
      said !== undefined && url.endsWith("/token") ? json({ error: said }, 400) : server.fetch(url, init),
  });
  return { server, client, calls: () => events.filter(({ type }) => type === "call.finished") };
}

test("withReportedCalls: a call is told once when it has ended, and how long it took", async () => {
  const { server, client, calls } = await open();
  await logIn(server, client);
  await client.metadata();
  await client.context();
  const shared = { type: "call.finished", at: 1_800_000_000_000, issuer: "https://id.example.com", durationMs: 0 };
  assert.deepEqual(calls(), [
    { ...shared, operation: "startAuthorization", endpoint: undefined },
    { ...shared, operation: "finishAuthorization", endpoint: undefined },
  ]);
});

test("withReportedCalls: what is refused after all requests went well is told by its code (RFC 9207 §2.4)", async () => {
  const { server, client, calls } = await open();
  await assert.rejects(logIn(server, client, { iss: "https://evil.example.com" }), { code: "ERR_VERIFICATION_ISSUER" });
  const { operation, code } = { operation: "", code: "", ...calls().at(-1) };
  assert.deepEqual({ operation, code }, { operation: "finishAuthorization", code: "ERR_VERIFICATION_ISSUER" });
});

test("withReportedCalls: what the server said, with status and the name of the endpoint (RFC 6749 §5.2)", async () => {
  const { client, calls } = await open("access_token_that_is_secret");
  await assert.rejects(client.clientCredentials());
  assert.deepEqual(calls(), [
    {
      type: "call.finished",
      at: 1_800_000_000_000,
      operation: "clientCredentials",
      issuer: "https://id.example.com",
      endpoint: "token_endpoint",
      status: 400,
      code: "ERR_OAUTH_RESPONSE",
      error: "other",
      durationMs: 0,
    },
  ]);
});

test("withReportedCalls: without a listener it is the client itself", async () => {
  const client = createFakeClient(await createFakeServer());
  assert.equal(withReportedCalls(client, { issuer: "x" }), client);
});
