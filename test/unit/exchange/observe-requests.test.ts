import assert from "node:assert/strict";
import { test } from "node:test";
import { TransportError } from "../../../src/errors/families.ts";
import type { HttpFinishedEvent } from "../../../src/exchange/http-event.ts";
import {
  describeAnswer,
  describeFailure,
  describeRequest,
  withRequestEvents,
} from "../../../src/exchange/observe-requests.ts";
import type { RequestObserver, SentRequest } from "../../../src/http/types.ts";
import { createFakeClient } from "../../fixtures/fake-client.ts";
import { createFakeServer, json } from "../../fixtures/fake-server.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };
const request: SentRequest = {
  method: "POST",
  url: "https://id.example.com:8443/secret-path?secret=1",
  endpointName: "token_endpoint",
  headers: form,
  body: "grant_type=refresh_token&refresh_token=secret",
};

test("describeRequest: tells method, endpoint, origin and grant, and nothing else of URL and message", () => {
  assert.deepEqual(describeRequest(request), {
    method: "POST",
    endpoint: "token_endpoint",
    server: "https://id.example.com:8443",
    grantType: "refresh_token",
  });
  const others: readonly Partial<SentRequest>[] = [
    { endpointName: "resource" },
    { headers: { "content-type": "application/json" } },
    { headers: {} },
    { body: undefined },
    { body: "a=b" },
  ];
  for (const change of others) assert.equal(describeRequest({ ...request, ...change }).grantType, undefined);
  assert.equal(describeRequest({ ...request, url: "/relative" }).server, "");
});

test("describeAnswer: an error of a specification is told by name, every other as other (RFC 6749 §5.2)", () => {
  const answer = (status: number, text: string) => ({ status, text, headers: new Headers(), endpoint: "x" });
  assert.deepEqual(describeAnswer(answer(200, '{"error":"invalid_grant"}')), { status: 200 });
  assert.deepEqual(describeAnswer(answer(400, '{"error":"invalid_grant"}')), {
    status: 400,
    code: "ERR_OAUTH_RESPONSE",
    error: "invalid_grant",
  });
  assert.deepEqual(describeAnswer(answer(400, '{"error":"hunter_two"}')).error, "other");
  assert.deepEqual(describeAnswer(answer(502, "<html>")), { status: 502 });
});

test("describeAnswer: the body of an answer of an API stays unread; its challenge is looked at (RFC 6750 §3)", () => {
  const headers = { "www-authenticate": 'Bearer error="invalid_token"' };
  const response = new Response("body", { status: 401, headers });
  assert.deepEqual(describeAnswer(response), { status: 401, code: "ERR_OAUTH_CHALLENGE", error: "invalid_token" });
  assert.equal(response.bodyUsed, false);
});

test("describeFailure: an exception is told by its code, one of somebody else by nothing", () => {
  const error = new TransportError("ERR_TRANSPORT_TIMEOUT", { message: "secret" });
  assert.deepEqual(describeFailure(error), { status: undefined, code: "ERR_TRANSPORT_TIMEOUT" });
  assert.deepEqual(describeFailure(new Error("secret")), {});
});

test("withRequestEvents: options without a listener, or with ones that are wrong, stay as they are", () => {
  const wrong: object[] = [{}, { onEvent: "no function" }, { onEvent: () => undefined, observe: "no function" }];
  for (const options of wrong) assert.equal(withRequestEvents(options), options);
});

test("withRequestEvents: what observes already is asked, and a listener that throws is not heard", async () => {
  const seen: string[] = [];
  const inner: RequestObserver = async (asked, send) => {
    seen.push(asked.endpointName);
    return send();
  };
  const onEvent = (event: HttpFinishedEvent): void => {
    seen.push(`${event.type} ${event.durationMs}`);
    throw new Error("a listener");
  };
  const times = [5, 9];
  const { observe } = withRequestEvents<{ onEvent: typeof onEvent; observe?: RequestObserver }>(
    { onEvent, observe: inner },
    () => times.shift() ?? 0,
  );
  const response = new Response("ok");
  assert.equal(await observe?.(request, async () => response), response);
  assert.deepEqual(seen, ["token_endpoint", "http.finished 4"]);
  const failure = new Error("it failed");
  await assert.rejects(
    observe?.(request, async () => Promise.reject(failure)) ?? assert.fail(),
    (error) => error === failure,
  );
});

test("a client tells each request, refused ones too, with what the server said (RFC 6749 §5.2)", async () => {
  const server = await createFakeServer();
  const events: object[] = [];
  const client = createFakeClient(server, {
    onEvent: (event) => events.push(event),
    fetch: async (url, init) =>
      url.endsWith("/token") ? json({ error: "invalid_grant" }, 400) : server.fetch(url, init),
  });
  await assert.rejects(client.clientCredentials(), { code: "ERR_OAUTH_RESPONSE" });
  const told = events.filter((event) => "type" in event && event.type === "http.finished");
  assert.deepEqual(told.at(-1), {
    type: "http.finished",
    at: 1_800_000_000_000,
    method: "POST",
    endpoint: "token_endpoint",
    server: "https://id.example.com",
    grantType: "client_credentials",
    status: 400,
    code: "ERR_OAUTH_RESPONSE",
    error: "invalid_grant",
    durationMs: 0,
  });
  assert.equal(told.length, 2, "discovery and the token request");
  assert.ok(events.every(Object.isFrozen));
});
