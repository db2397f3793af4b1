import assert from "node:assert/strict";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { MetadataEvent } from "../../../src/metadata/metadata-event.ts";
import { createMetadataSource, type MetadataSourceOptions } from "../../../src/metadata/metadata-source.ts";
import { createWire, issuer, json, openidProvider } from "./wire.ts";

const hour = 3_600_000;

function setUp(respond: Parameters<typeof createWire>[0], options: MetadataSourceOptions = {}) {
  const wire = createWire(respond);
  const time = { now: 1_000_000 };
  const events: MetadataEvent[] = [];
  const context = { http: wire.http, clock: () => time.now };
  const source = createMetadataSource(context, issuer, { onEvent: (event) => events.push(event), ...options });
  return { source, wire, time, events };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test("fetches on first use, once for all concurrent callers", async () => {
  const { source, wire } = setUp(() => json(openidProvider));
  assert.equal(source.issuer, "https://id.example.com");
  assert.equal(source.peek(), undefined);
  assert.equal(wire.requests.length, 0);
  const results = await Promise.all(Array.from({ length: 50 }, () => source.get(new AbortController().signal)));
  assert.equal(wire.requests.length, 1);
  assert.equal(new Set(results).size, 1);
  assert.deepEqual(source.peek()?.metadata, openidProvider);
});

test("rejects only the caller whose signal fires, and the fetch goes on", async () => {
  const { source, wire } = setUp(async () => {
    await settle();
    return json(openidProvider);
  });
  const controller = new AbortController();
  const leaving = source.get(controller.signal);
  const staying = source.get();
  controller.abort();
  await assert.rejects(leaving, { code: "ERR_TRANSPORT_ABORTED" });
  assert.deepEqual((await staying).metadata, openidProvider);
  assert.equal(wire.requests.length, 1);
  assert.equal(wire.requests[0]?.init.signal?.aborted, false);
});

test("keeps the metadata for an hour, or as long as the server says", async () => {
  const silent = setUp(() => json(openidProvider));
  await silent.source.get();
  silent.time.now += hour - 1;
  await silent.source.get();
  assert.equal(silent.wire.requests.length, 1);
  silent.time.now += 1;
  await silent.source.get();
  await settle();
  assert.equal(silent.wire.requests.length, 2);

  const spoken = setUp(() => json(openidProvider, { "cache-control": "max-age=120" }));
  await spoken.source.get();
  spoken.time.now += 120_000;
  await spoken.source.get();
  await settle();
  assert.equal(spoken.wire.requests.length, 2);
});

test("serves stale metadata at once while the new one is fetched, and tells so", async () => {
  const { source, wire, time, events } = setUp((_, count) =>
    json({ ...openidProvider, token_endpoint: `https://id.example.com/token${count}` }),
  );
  await source.get();
  time.now += hour;
  assert.equal((await source.get()).metadata.token_endpoint, "https://id.example.com/token1");
  await settle();
  assert.equal((await source.get()).metadata.token_endpoint, "https://id.example.com/token2");
  assert.equal(wire.requests.length, 2);
  const url = "https://id.example.com/.well-known/openid-configuration";
  const documents = events.flatMap((event) => (event.type === "fetched" ? [event.documents.slice(0, 2)] : []));
  assert.deepEqual(documents, Array(2).fill(["RFC 8414", "OpenID Connect Discovery"]));
  assert.deepEqual(events.map(withoutDocuments), [
    fetched(url),
    { issuer: "https://id.example.com", document: "metadata", type: "served-stale", url, ageMs: 3_600_000 },
    fetched(url),
  ]);
});

test("keeps good metadata when its renewal fails or is another issuer's", async () => {
  const { source, time, events } = setUp((_, count) => {
    if (count === 1) return json(openidProvider);
    return count === 2 ? json({}, {}, 500) : json({ ...openidProvider, issuer: "https://evil.example" });
  });
  await source.get();
  time.now += hour;
  await source.get();
  await settle();
  time.now += 10_000;
  await source.get();
  await settle();
  assert.deepEqual((await source.get()).metadata, openidProvider);
  const failures = events.flatMap((event) => (event.type === "refresh-failed" ? [event] : []));
  assert.deepEqual(
    failures.map(({ retryInMs, error }) => [retryInMs, error instanceof Error && "code" in error && error.code]),
    [
      [10_000, "ERR_RESPONSE_STATUS"],
      [20_000, "ERR_VERIFICATION_ISSUER"],
    ],
  );
});

test("remembers a failure and makes no further request while it cools down", async () => {
  const { source, wire, time } = setUp((_, count) => (count < 2 ? json({}, {}, 503) : json(openidProvider)));
  const failures = await Promise.allSettled(Array.from({ length: 20 }, () => source.get()));
  assert.ok(failures.every(({ status }) => status === "rejected"));
  await assert.rejects(source.get(), { code: "ERR_RESPONSE_STATUS", status: 503 });
  assert.equal(wire.requests.length, 1);
  time.now += 10_000;
  assert.deepEqual((await source.get()).metadata, openidProvider);
  assert.equal(wire.requests.length, 2);
});

test("refresh asks again whatever is in memory", async () => {
  const { source, wire } = setUp(() => json(openidProvider));
  await source.get();
  await source.refresh();
  assert.equal(wire.requests.length, 2);
});

test("reports each tolerated deviation", async () => {
  const { source, events } = setUp(() => json({ ...openidProvider, ui_locales_supported: [] }), {
    tolerate: tolerating(["empty-arrays"]),
  });
  await source.get();
  const url = "https://id.example.com/.well-known/openid-configuration";
  assert.deepEqual(events.at(-1), {
    issuer: "https://id.example.com",
    document: "metadata",
    type: "tolerated",
    message: "OpenidProviderMetadata",
    endpoint: url,
    deviation: { tolerance: "empty-arrays", deviation: "D16", pointer: "/ui_locales_supported" },
  });
});

test("serves nothing under one policy that was accepted under another", async () => {
  const wire = createWire(() => json({ ...openidProvider, ui_locales_supported: [] }));
  await createMetadataSource(wire, issuer, { tolerate: tolerating(["empty-arrays"]) }).get();
  await assert.rejects(createMetadataSource(wire, issuer).get(), { code: "ERR_VALIDATION_METADATA" });
});

test("works when the listener throws", async () => {
  const { source } = setUp(() => json(openidProvider), {
    onEvent() {
      throw new Error("log is full");
    },
  });
  assert.deepEqual((await source.get()).metadata, openidProvider);
});

test("refuses an unusable issuer or option at once", () => {
  const { http } = createWire(() => json(openidProvider));
  const refused = { code: "ERR_CONFIGURATION_OPTION" };
  assert.throws(() => createMetadataSource({ http }, "http://id.example.com"), refused);
  assert.throws(() => createMetadataSource({ http }, issuer, { cache: { freshMs: -1 } }), refused);
  assert.throws(() => Reflect.apply(createMetadataSource, undefined, [{ http }, issuer, { discovery: "no" }]), refused);
});

function fetched(url: string): object {
  const about = { issuer: "https://id.example.com", document: "metadata", type: "fetched" };
  return { ...about, message: "OpenidProviderMetadata", url, freshMs: 3_600_000, durationMs: 0 };
}

function withoutDocuments(event: MetadataEvent): object {
  if (event.type !== "fetched") return event;
  const { documents: _documents, ...rest } = event;
  return rest;
}
