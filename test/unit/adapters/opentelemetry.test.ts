import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Counter,
  context,
  type Histogram,
  type MetricOptions,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { createInstrumentation, type InstrumentationOptions } from "../../../src/adapters/opentelemetry.ts";
import { createClient } from "../../../src/client/create-client.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import type { FetchFunction, SentRequest } from "../../../src/http/types.ts";
import { createProvider } from "../../../src/provider/create-provider.ts";
import { createTelemetry, withGlobalTelemetry } from "../../fixtures/telemetry.ts";

const issuer = "https://id.example.com";
const registration = {
  client_id: "machine-7",
  client_secret: "s".repeat(40),
  grant_types: ["client_credentials"],
  scope: "read",
};

/** A client of a provider in memory, both of them told about; requests of the client are kept. */
function open(options: InstrumentationOptions = {}, changed?: FetchFunction) {
  const telemetry = createTelemetry();
  const { tracerProvider, meterProvider } = telemetry;
  const instrumentation = createInstrumentation({ tracerProvider, meterProvider, ...options });
  const { onEvent } = instrumentation;
  const provider = createProvider({ issuer, clients: [registration], scopes: ["openid", "read"], onEvent });
  const headers: Headers[] = [];
  const client = createClient({
    ...instrumentation,
    issuer,
    client: registration,
    async fetch(url, init) {
      headers.push(new Headers(init.headers));
      return (changed ?? provider.fetch)(url, init);
    },
  });
  return { ...telemetry, ...instrumentation, client, headers };
}

test("createInstrumentation: each request is a span of kind CLIENT, with the names of the semantic conventions", async () => {
  const { client, spans } = open();
  await client.clientCredentials({ scope: "read" });
  const told = spans().map(({ name, kind, attributes, status }) => ({ name, kind, attributes, status }));
  const shared = { "server.address": "id.example.com", "server.port": 443, "http.response.status_code": 200 };
  assert.deepEqual(told, [
    {
      name: "GET openid-configuration",
      kind: SpanKind.CLIENT,
      attributes: { "http.request.method": "GET", "oauth.endpoint": "openid-configuration", ...shared },
      status: { code: SpanStatusCode.UNSET },
    },
    {
      name: "POST token_endpoint",
      kind: SpanKind.CLIENT,
      attributes: {
        "http.request.method": "POST",
        "oauth.endpoint": "token_endpoint",
        "oauth.grant_type": "client_credentials",
        ...shared,
      },
      status: { code: SpanStatusCode.UNSET },
    },
  ]);
});

test("createInstrumentation: a refusal has our code, the server's error and the status; own attributes are on spans alone", async () => {
  const { client, spans, points } = open({ attributes: { "oauth.client_id": "machine-7" } });
  await assert.rejects(client.clientCredentials({ scope: "unknown" }));
  const { attributes, status } = spans().at(-1) ?? assert.fail("no span");
  assert.deepEqual(status, { code: SpanStatusCode.ERROR });
  assert.equal(attributes["error.type"], "ERR_OAUTH_RESPONSE");
  assert.equal(attributes["oauth.error"], "invalid_scope");
  assert.equal(attributes["http.response.status_code"], 400);
  assert.equal(attributes["oauth.client_id"], "machine-7");
  assert.equal(JSON.stringify(await points()).includes("machine-7"), false);
});

test("createInstrumentation: a request that gets no answer has the code of its exception", async () => {
  const { client, spans } = open({}, async () => Promise.reject(new TypeError("fetch failed")));
  await assert.rejects(client.clientCredentials());
  const { attributes, events } = spans()[0] ?? assert.fail("no span");
  assert.equal(attributes["error.type"], "ERR_TRANSPORT_NETWORK");
  assert.equal(attributes["http.response.status_code"], undefined);
  assert.deepEqual(events, []);
});

test("createInstrumentation: spans are children of what is active, and active while the request is made", async () => {
  await withGlobalTelemetry(async () => {
    const active: (string | undefined)[] = [];
    const { client, spans, tracerProvider } = open({}, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      active.push(trace.getActiveSpan()?.spanContext().spanId);
      return new Response("", { status: 500 });
    });
    const tracer = tracerProvider.getTracer("test");
    const [one, two] = [tracer.startSpan("one"), tracer.startSpan("two")];
    await Promise.all(
      [one, two].map((span) =>
        context.with(trace.setSpan(context.active(), span), () => client.clientCredentials().catch(() => undefined)),
      ),
    );
    const [request] = spans();
    assert.equal(request?.parentSpanContext?.spanId, one.spanContext().spanId);
    assert.deepEqual(active, [...new Set(spans().map((span) => span.spanContext().spanId))]);
  });
});

test("createInstrumentation: the trace is sent to nobody, and to the origins that are named", async () => {
  await withGlobalTelemetry(async () => {
    const silent = open();
    await silent.client.clientCredentials();
    assert.deepEqual(
      silent.headers.map((fields) => fields.has("traceparent")),
      [false, false],
    );
    const telling = open({ propagateTo: [issuer] });
    await telling.client.clientCredentials();
    assert.deepEqual(
      telling.headers.map((fields) => fields.get("traceparent")),
      telling.spans().map((span) => `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`),
    );
    const elsewhere = open({ propagateTo: ["https://id.example.com:8443", "https://example.com"] });
    await elsewhere.client.clientCredentials();
    assert.ok(elsewhere.headers.every((fields) => !fields.has("traceparent")));
  });
});

test("createInstrumentation: requests, calls, fetches and rejections are counted, on both sides", async () => {
  const { client, points } = open();
  await client.clientCredentials();
  await assert.rejects(client.clientCredentials({ scope: "unknown" }));
  const counted = (await points()).flatMap(([name, attributes, value]) =>
    typeof value === "number" ? [`${name} ${JSON.stringify(attributes)} ${value}`] : [],
  );
  assert.deepEqual(counted.toSorted(), [
    'oauth.client.requests {"oauth.endpoint":"openid-configuration","oauth.outcome":"ok"} 1',
    'oauth.client.requests {"oauth.endpoint":"token_endpoint","oauth.outcome":"ok"} 1',
    'oauth.client.requests {"oauth.endpoint":"token_endpoint","oauth.outcome":"refused"} 1',
    'oauth.metadata.fetches {"oauth.document":"metadata","oauth.outcome":"ok"} 1',
    'oauth.rejections {"oauth.area":"call","error.type":"ERR_OAUTH_RESPONSE"} 1',
    'oauth.rejections {"oauth.area":"request","error.type":"invalid_scope"} 1',
  ]);
  const measured = (await points()).flatMap(([name, attributes, value]) =>
    typeof value === "number" ? [] : [`${name} ${JSON.stringify(attributes)} ${Object(value).count}`],
  );
  for (const line of [
    'oauth.client.call.duration {"oauth.operation":"clientCredentials"} 1',
    'oauth.client.call.duration {"oauth.operation":"clientCredentials","error.type":"ERR_OAUTH_RESPONSE"} 1',
    'oauth.server.request.duration {"http.route":"/token","http.request.method":"POST","http.response.status_code":400} 1',
  ])
    assert.ok(measured.includes(line), `${line} is not among\n${measured.join("\n")}`);
});

const measurements: readonly (readonly [event: Readonly<Record<string, unknown>> & { type: string }, line: string])[] =
  [
    [{ type: "cache.hit" }, 'oauth.cache.lookups {"oauth.cache.result":"hit"} 1'],
    [{ type: "cache.miss" }, 'oauth.cache.lookups {"oauth.cache.result":"miss"} 1'],
    [
      { type: "refresh-failed", document: "jwk-set" },
      'oauth.metadata.fetches {"oauth.document":"jwk-set","oauth.outcome":"failed"} 1',
    ],
    [{ type: "fetched" }, 'oauth.metadata.fetches {"oauth.document":"unknown","oauth.outcome":"ok"} 1'],
    [{ type: "token.renewed" }, 'oauth.token.renewals {"oauth.outcome":"ok"} 1'],
    [{ type: "token.renewal_failed", code: "ERR_X" }, 'oauth.token.renewals {"oauth.outcome":"failed"} 1'],
    [{ type: "call.finished", operation: "refresh" }, 'oauth.token.refreshes {"oauth.outcome":"ok"} 1'],
    [{ type: "call.finished", operation: "refresh", code: "E" }, 'oauth.token.refreshes {"oauth.outcome":"failed"} 1'],
    [{ type: "resource.rejected", code: "ERR_X" }, 'oauth.rejections {"oauth.area":"resource","error.type":"ERR_X"} 1'],
    [{ type: "login.failed", code: "hunter_two" }, 'oauth.rejections {"oauth.area":"login","error.type":"_OTHER"} 1'],
    [
      { type: "login.failed", code: "access_denied" },
      'oauth.rejections {"oauth.area":"login","error.type":"access_denied"} 1',
    ],
    [{ type: "resource.accepted", cache: "hit" }, 'oauth.cache.lookups {"oauth.cache.result":"hit"} 1'],
    [
      { type: "http.finished", method: "MADE-UP", server: "http://127.0.0.1:81" },
      'oauth.client.requests {"oauth.endpoint":"unknown","oauth.outcome":"failed"} 1',
    ],
    [
      { type: "http.finished", endpoint: "resource", status: 404 },
      'oauth.client.requests {"oauth.endpoint":"resource","oauth.outcome":"refused"} 1',
    ],
    [
      { type: "http.finished", endpoint: "token_endpoint", status: 400, code: "E", error: "authorization_pending" },
      'oauth.client.requests {"oauth.endpoint":"token_endpoint","oauth.outcome":"ok"} 1',
    ],
  ];

for (const [event, line] of measurements) {
  test(`createInstrumentation: ${JSON.stringify(event)} is measured`, async () => {
    const { onEvent, points } = open();
    onEvent(event);
    const lines = (await points()).map(([name, attributes, value]) => `${name} ${JSON.stringify(attributes)} ${value}`);
    assert.ok(lines.includes(line), `${line} is not among\n${lines.join("\n")}`);
  });
}

test("createInstrumentation: no measurement holds a method or a route that somebody made up", async () => {
  const { onEvent, points } = open();
  const events: readonly { readonly type: string; readonly method?: string }[] = [
    { type: "http.finished", method: "MADE-UP" },
    { type: "request.finished", method: "MADE-UP" },
    { type: "request.finished" },
    { type: "toString" },
  ];
  for (const event of events) onEvent(event);
  const text = JSON.stringify(await points());
  assert.equal(text.includes("MADE-UP"), false);
  assert.ok(text.includes("_OTHER"));
});

test("createInstrumentation: an exception that is not of this library is _OTHER, plain http has port 80", async () => {
  const { observe, spans } = open();
  const request: SentRequest = { method: "GET", url: "http://localhost/x", endpointName: "resource", headers: {} };
  const failure = new Error("secret");
  await assert.rejects(
    observe(request, async () => Promise.reject(failure)),
    (error) => error === failure,
  );
  const { attributes } = spans()[0] ?? assert.fail("no span");
  assert.deepEqual(attributes, {
    "http.request.method": "GET",
    "oauth.endpoint": "resource",
    "server.address": "localhost",
    "server.port": 80,
    "error.type": "_OTHER",
  });
});

test("createInstrumentation: a method that somebody made up names no span, and is told beside it", async () => {
  const { observe, spans } = open();
  const request: SentRequest = { method: "PURGE", url: issuer, endpointName: "resource", headers: {} };
  await observe(request, async () => new Response("ok"));
  const { name, attributes } = spans()[0] ?? assert.fail("no span");
  assert.deepEqual(
    [name, attributes["http.request.method"], attributes["http.request.method_original"]],
    ["HTTP resource", "_OTHER", "PURGE"],
  );
});

for (const [title, timeoutMs, code] of [
  ["is given up", 30_000, "ERR_TRANSPORT_ABORTED"],
  ["takes too long", 20, "ERR_TRANSPORT_TIMEOUT"],
] as const)
  test(`createInstrumentation: a request that ${title} ends its span, with the code`, async () => {
    const { observe, spans } = open();
    const controller = new AbortController();
    const http = createHttp({
      observe,
      timeoutMs,
      fetch: async () => {
        if (code === "ERR_TRANSPORT_ABORTED") controller.abort(new Error("enough"));
        return new Promise<Response>(() => undefined);
      },
    });
    const asked = { path: "/jwks", url: `${issuer}/jwks`, endpointName: "jwks_uri", accept: "a/b" } as const;
    await assert.rejects(http.get({ ...asked, signal: controller.signal }), { code });
    assert.deepEqual(
      spans().map(({ attributes, status }) => [attributes["error.type"], status.code]),
      [[code, SpanStatusCode.ERROR]],
    );
  });

test("createInstrumentation: a tracer or a propagator that throws breaks no call", async () => {
  const request: SentRequest = { method: "GET", url: issuer, endpointName: "resource", headers: {} };
  const response = new Response("ok");
  const fail = () => {
    throw new Error("no tracer");
  };
  const { tracerProvider } = createTelemetry();
  const broken = tracerProvider.getTracer("broken");
  const noSpans = createInstrumentation({ tracer: { ...broken, startSpan: fail, startActiveSpan: fail } });
  assert.equal(await noSpans.observe(request, async () => response), response);
  const span = Object.assign(tracerProvider.getTracer("test").startSpan("x"), { end: fail });
  const endless = createInstrumentation({ tracer: { startSpan: () => span, startActiveSpan: fail } });
  assert.equal(await endless.observe(request, async () => response), response);
  const failure = new Error("mine");
  await assert.rejects(
    endless.observe(request, async () => Promise.reject(failure)),
    (error) => error === failure,
  );
  propagation.setGlobalPropagator({ inject: fail, extract: (given) => given, fields: () => [] });
  try {
    const { tracerProvider: provider, spans } = createTelemetry();
    const { observe } = createInstrumentation({ tracerProvider: provider, propagateTo: [issuer] });
    assert.equal(await observe(request, async () => response), response);
    assert.equal(spans().length, 1);
  } finally {
    propagation.disable();
  }
});

test("createInstrumentation: counts have a unit, times are in seconds", async () => {
  const units: Record<string, string | undefined> = {};
  const { meterProvider } = createTelemetry();
  const meter = meterProvider.getMeter("test");
  const keep =
    (make: "createCounter" | "createHistogram") =>
    (name: string, options?: MetricOptions): Counter & Histogram => {
      units[name] = options?.unit;
      return Object.assign(meter[make](name, options), { add: () => undefined, record: () => undefined });
    };
  createInstrumentation({
    meter: Object.assign(Object.create(meter), {
      createCounter: keep("createCounter"),
      createHistogram: keep("createHistogram"),
    }),
  });
  assert.deepEqual(units, {
    "oauth.client.requests": "{request}",
    "oauth.client.request.duration": "s",
    "oauth.client.call.duration": "s",
    "oauth.server.request.duration": "s",
    "oauth.rejections": "{rejection}",
    "oauth.cache.lookups": "{lookup}",
    "oauth.metadata.fetches": "{fetch}",
    "oauth.token.refreshes": "{refresh}",
    "oauth.token.renewals": "{renewal}",
  });
});

test("createInstrumentation: who has to ask again later is not counted as refused", async () => {
  const { onEvent, points } = open();
  onEvent(Object.assign({ type: "request.refused" }, { error: "authorization_pending" }));
  onEvent(Object.assign({ type: "request.refused" }, { error: "expired_token" }));
  const lines = (await points()).map(([name, attributes, value]) => `${name} ${JSON.stringify(attributes)} ${value}`);
  assert.deepEqual(lines, ['oauth.rejections {"oauth.area":"request","error.type":"expired_token"} 1']);
});

test("createInstrumentation: without providers it takes those that are registered, and does nothing where none are", async () => {
  const { observe, onEvent } = createInstrumentation();
  const response = new Response("ok");
  const request: SentRequest = { method: "GET", url: issuer, endpointName: "resource", headers: {} };
  assert.equal(await observe(request, async () => response), response);
  onEvent({ type: "http.finished" });
});
