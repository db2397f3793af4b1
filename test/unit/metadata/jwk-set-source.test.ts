import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "../../../src/jose/jwt.ts";
import { verifyJwt } from "../../../src/jose/verify-signature.ts";
import { createJwkSetSource } from "../../../src/metadata/jwk-set-source.ts";
import type { JwkSetSourceOptions } from "../../../src/metadata/key-set-source.ts";
import type { MetadataEvent } from "../../../src/metadata/metadata-event.ts";
import { createMetadataSource } from "../../../src/metadata/metadata-source.ts";
import { base64url, generateTestKey, signClaims } from "../jose/signed-tokens.ts";
import { createWire, ecKey, issuer, json, openidProvider, rsaKey } from "./wire.ts";

const minute = 60_000;
type Respond = (count: number) => Response | Promise<Response>;

/** A key source behind a fake wire; `respond` answers requests for the set, counted alone. */
function setUp(respond: Respond, options: JwkSetSourceOptions = {}, timeoutMs = 30) {
  const time = { now: 1_000_000 };
  const fetches = { count: 0 };
  const events: MetadataEvent[] = [];
  const wire = createWire((url) => {
    if (url !== "https://keys.example.net/jwks") return json(openidProvider);
    fetches.count += 1;
    return respond(fetches.count);
  }, timeoutMs);
  const context = { http: wire.http, clock: () => time.now };
  const metadataSource = createMetadataSource(context, issuer);
  const source = createJwkSetSource(context, metadataSource, { onEvent: (event) => events.push(event), ...options });
  return { source, time, fetches, events, wire };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const known = { alg: "ES256", kid: "ec-1" };
const newKey = { ...ecKey, kid: "ec-2" };
const good = () => json({ keys: [ecKey] });

test("finds the issuer's keys on first use, once for all concurrent callers", async () => {
  const { source, fetches, wire } = setUp(good);
  assert.equal(source.peek(), undefined);
  assert.equal(wire.requests.length, 0);
  const found = await Promise.all(Array.from({ length: 50 }, () => source.find(known)));
  assert.deepEqual(found[49], [ecKey]);
  assert.equal(fetches.count, 1);
  assert.deepEqual(source.peek()?.keys, [ecKey]);
});

test("hands out the same key objects, so that imported keys can be kept", async () => {
  const { source } = setUp(good);
  assert.equal((await source.find(known))[0], (await source.find(known))[0]);
});

test("keeps the set for 10 minutes, then serves it once more while it is fetched anew", async () => {
  const { source, fetches, time, events } = setUp((count) => json({ keys: count === 1 ? [ecKey] : [ecKey, newKey] }));
  await source.find(known);
  time.now += 10 * minute - 1;
  await source.find(known);
  assert.equal(fetches.count, 1);
  time.now += 1;
  assert.deepEqual(await source.find(known), [ecKey]);
  await settle();
  assert.deepEqual(await source.find(known), [ecKey, newKey]);
  assert.equal(fetches.count, 2);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["fetched", "served-stale", "fetched"],
  );
});

test("finds a rotated key by one refetch", async () => {
  const { source, fetches, time } = setUp((count) => json({ keys: count === 1 ? [ecKey] : [newKey] }));
  await source.find(known);
  time.now += 30_000;
  assert.deepEqual(await source.find({ alg: "ES256", kid: "ec-2" }), [newKey]);
  assert.equal(fetches.count, 2);
});

test("does not refetch for an unknown kid within 30 seconds of the last attempt", async () => {
  const { source, fetches, time } = setUp(good);
  await source.find(known);
  time.now += 29_999;
  assert.deepEqual(await source.find({ alg: "ES256", kid: "ec-2" }), [ecKey]);
  assert.equal(fetches.count, 1);
  time.now += 1;
  await source.find({ alg: "ES256", kid: "ec-2" });
  assert.equal(fetches.count, 2);
});

test("the cool-down can be set", async () => {
  const { source, fetches, time } = setUp(good, { unknownKeyCooldownMs: 5 });
  await source.find(known);
  time.now += 5;
  await source.find({ alg: "ES256", kid: "ec-2" });
  assert.equal(fetches.count, 2);
});

test("refetches when no key is of the type that the algorithm needs", async () => {
  const { source, fetches, time } = setUp((count) => json({ keys: count === 1 ? [ecKey] : [ecKey, rsaKey] }));
  await source.find(known);
  time.now += minute;
  assert.deepEqual(await source.find({ alg: "RS256" }), [ecKey, rsaKey]);
  await source.find({ alg: "RS256" });
  await source.find({ alg: "ES256" });
  assert.equal(fetches.count, 2);
});

for (const alg of ["none", "HS999", "toString"]) {
  test(`never refetches for alg ${alg}, which nothing here could verify`, async () => {
    const { source, fetches, time } = setUp(good);
    await source.find(known);
    time.now += minute;
    assert.deepEqual(await source.find({ alg, kid: "x" }), [ecKey]);
    assert.equal(fetches.count, 1);
  });
}

const endpoints: readonly (readonly [title: string, respond: Respond])[] = [
  ["healthy", good],
  ["answering 500", (count) => (count === 1 ? good() : json({}, {}, 500))],
  ["hanging", (count) => (count === 1 ? good() : new Promise(() => undefined))],
  ["answering 500 from the start", () => json({}, {}, 500)],
  ["hanging from the start", () => new Promise(() => undefined)],
];

for (const [title, respond] of endpoints) {
  test(`1000 tokens with 1000 unknown kids in a row cost at most 2 fetches per cool-down, endpoint ${title}`, async () => {
    const { source, fetches, time } = setUp(respond);
    await source.find(known).catch(() => undefined);
    for (const round of [0, 1, 2]) {
      const before = fetches.count;
      for (let token = 0; token < 1000; token += 1) {
        await source.find({ alg: "ES256", kid: `${round}-${token}` }).catch(() => undefined);
        time.now += 29;
      }
      assert.ok(fetches.count - before <= 2, `${fetches.count - before} fetches in round ${round}`);
    }
  });

  test(`1000 concurrent tokens with 1000 unknown kids cost at most 2 fetches per cool-down, endpoint ${title}`, async () => {
    const { source, fetches, time } = setUp(respond);
    await source.find(known).catch(() => undefined);
    for (const round of [0, 1, 2]) {
      time.now += 30_000;
      const before = fetches.count;
      const storm = Array.from({ length: 1000 }, (_, token) => source.find({ alg: "ES256", kid: `${round}-${token}` }));
      await Promise.allSettled(storm);
      assert.ok(fetches.count - before <= 2, `${fetches.count - before} fetches in round ${round}`);
    }
  });
}

test("finds known keys at once while an unknown kid's refetch hangs", async () => {
  const { source, time } = setUp((count) => (count === 1 ? good() : new Promise(() => undefined)), {}, 500);
  await source.find(known);
  time.now += minute;
  const forged = source.find({ alg: "ES256", kid: "forged" });
  const started = performance.now();
  assert.deepEqual(await source.find(known), [ecKey]);
  assert.ok(performance.now() - started < 250);
  assert.deepEqual(await forged, [ecKey]);
});

test("keeps the old set when a refetch fails, and says so", async () => {
  const { source, time, events } = setUp((count) => (count === 1 ? good() : json({ keys: null })));
  await source.find(known);
  time.now += minute;
  assert.deepEqual(await source.find({ alg: "ES256", kid: "x" }), [ecKey]);
  assert.deepEqual(await source.find(known), [ecKey]);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["fetched", "refresh-failed"],
  );
});

test("throws when there is no set to fall back on, and again without a request while it cools down", async () => {
  const { source, fetches } = setUp(() => json({}, {}, 500));
  await assert.rejects(source.find(known), { code: "ERR_RESPONSE_STATUS", status: 500 });
  await assert.rejects(source.find(known), { code: "ERR_RESPONSE_STATUS", status: 500 });
  assert.equal(fetches.count, 1);
});

test("survives an outage of 24 hours with the keys it has, not longer", async () => {
  const { source, time } = setUp((count) => (count === 1 ? good() : json({}, {}, 500)));
  await source.find(known);
  time.now += 24 * 60 * minute;
  assert.deepEqual(await source.find(known), [ecKey]);
  time.now += 10 * minute;
  await assert.rejects(source.find(known), { code: "ERR_RESPONSE_STATUS" });
});

test("reports each key that was left out, in every set", async () => {
  const { source, events } = setUp(() => json({ keys: [null, ecKey, { kty: "oct", k: "c2VjcmV0" }] }));
  await source.find(known);
  const skipped = events.flatMap((event) => (event.type === "key-skipped" ? [event] : []));
  assert.deepEqual(
    skipped.map(({ issuer: of, document, url, key }) => [of, document, url, key.pointer, key.reason]),
    [
      ["https://id.example.com", "jwk-set", "https://keys.example.net/jwks", "/keys/0", "malformed"],
      ["https://id.example.com", "jwk-set", "https://keys.example.net/jwks", "/keys/2", "secret"],
    ],
  );
});

test("reload fetches the set whatever is in memory", async () => {
  const { source, fetches } = setUp((count) => (count === 2 ? json({}, {}, 500) : good()));
  await source.find(known);
  await assert.rejects(source.reload(), { code: "ERR_RESPONSE_STATUS" });
  assert.deepEqual(source.peek()?.keys, [ecKey]);
  assert.deepEqual((await source.reload()).keys, [ecKey]);
  assert.equal(fetches.count, 3);
});

test("refresh gives a new set, and the array of before within 30 seconds of the last attempt", async () => {
  const { source, fetches, time } = setUp(good);
  const first = await source.find(known);
  time.now += 29_999;
  assert.equal(await source.refresh(), first);
  assert.equal(fetches.count, 1);
  time.now += 1;
  const second = await source.refresh();
  assert.notEqual(second, first);
  assert.deepEqual(second, first);
  assert.equal(await source.refresh(), second);
  assert.equal(fetches.count, 2);
});

test("refresh gives the array of before where the fetch fails, and rejects where there is none", async () => {
  const { source, time } = setUp((count) => (count === 1 ? good() : json({}, {}, 500)));
  const first = await source.find(known);
  time.now += minute;
  assert.equal(await source.refresh(), first);
  await assert.rejects(setUp(() => json({}, {}, 500)).source.refresh(), { code: "ERR_RESPONSE_STATUS" });
});

const kind = { name: "JWT", types: ["jwt"], mayOmitType: true };
const forged = decodeJwt(`${base64url('{"alg":"ES256"}')}.e30.${"A".repeat(86)}`, kind);

for (const [title, respond] of endpoints) {
  test(`1000 bad signatures in a row cost at most 2 fetches per cool-down, endpoint ${title}`, async () => {
    const { source, fetches, time } = setUp(respond);
    const policy = { algorithms: ["ES256"], keys: source };
    await source.find(known).catch(() => undefined);
    for (const round of [0, 1, 2]) {
      const before = fetches.count;
      for (let token = 0; token < 1000; token += 1) {
        await assert.rejects(verifyJwt(forged, policy));
        time.now += 29;
      }
      assert.ok(fetches.count - before <= 2, `${fetches.count - before} fetches in round ${round}`);
    }
  });

  test(`1000 concurrent bad signatures cost at most 2 fetches per cool-down, endpoint ${title}`, async () => {
    const { source, fetches, time } = setUp(respond);
    const policy = { algorithms: ["ES256"], keys: source };
    await source.find(known).catch(() => undefined);
    for (const round of [0, 1, 2]) {
      time.now += 30_000;
      const before = fetches.count;
      const storm = await Promise.allSettled(Array.from({ length: 1000 }, () => verifyJwt(forged, policy)));
      assert.ok(storm.every(({ status }) => status === "rejected"));
      assert.ok(fetches.count - before <= 2, `${fetches.count - before} fetches in round ${round}`);
    }
  });
}

for (const [title, kid] of [
  ["without kid", undefined],
  ["under the same kid", "k1"],
] as const) {
  test(`a key replaced ${title} verifies after one refetch (OpenID Connect Core §10.1.1)`, async () => {
    const [old, next] = await Promise.all([generateTestKey("ES256", { kid }), generateTestKey("ES256", { kid })]);
    const { source, fetches, time } = setUp((count) => json({ keys: [count === 1 ? old.publicJwk : next.publicJwk] }));
    const policy = { algorithms: ["ES256"], keys: source };
    await verifyJwt(decodeJwt(await signClaims({}, old, { kid }), kind), policy);
    const jwt = decodeJwt(await signClaims({}, next, { kid }), kind);
    await assert.rejects(verifyJwt(jwt, policy), { code: "ERR_VERIFICATION_SIGNATURE" });
    assert.equal(fetches.count, 1);
    time.now += 30_000;
    const verified = await Promise.all(Array.from({ length: 50 }, () => verifyJwt(jwt, policy)));
    assert.equal(verified.length, 50);
    assert.equal(fetches.count, 2);
  });
}

test("a signal ends the wait of its caller alone, at first use and at a refetch", async () => {
  const { source, time, fetches } = setUp((count) => (count === 2 ? new Promise(() => undefined) : good()), {}, 200);
  const aborted = { code: "ERR_TRANSPORT_ABORTED" };
  await assert.rejects(source.find(known, AbortSignal.abort()), aborted);
  assert.deepEqual(await source.find(known), [ecKey]);
  time.now += 30_000;
  const caller = new AbortController();
  const waits = [source.find({ alg: "ES256", kid: "x" }, caller.signal), source.refresh(caller.signal)];
  const patient = source.refresh();
  setTimeout(() => caller.abort(), 20);
  for (const wait of waits) await assert.rejects(wait, aborted);
  assert.deepEqual(await patient, [ecKey]);
  assert.equal(fetches.count, 2);
});

test("refuses an unusable option at once", () => {
  const wire = createWire(good);
  const metadataSource = createMetadataSource(wire, issuer);
  for (const options of [{ unknownKeyCooldownMs: -1 }, { cache: { freshMs: Number.NaN } }]) {
    assert.throws(() => createJwkSetSource(wire, metadataSource, options), { code: "ERR_CONFIGURATION_OPTION" });
  }
});
