import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchJwkSet, readJwkSet } from "../../../src/metadata/jwk-set.ts";
import { answerOf, createWire, ecKey, json, oauthServer, openidProvider, rsaKey } from "./wire.ts";

const okpKey = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
const akpKey = { kty: "AKP", alg: "ML-DSA-44", pub: "A".repeat(1750) };

function read(keys: unknown): ReturnType<typeof readJwkSet> {
  return readJwkSet(answerOf({ keys }, { "content-type": "application/jwk-set+json" }));
}

test("keeps well-formed public keys of every known type, frozen, in order", () => {
  const { keys, skipped } = read([rsaKey, ecKey, okpKey, akpKey]);
  assert.deepEqual(keys, [rsaKey, ecKey, okpKey, akpKey]);
  assert.deepEqual(skipped, []);
  assert.ok(Object.isFrozen(keys) && Object.isFrozen(keys[0]) && Object.isFrozen(skipped));
});

test("keeps members of a key that no specification names (RFC 7517 §4)", () => {
  assert.deepEqual(read([{ ...ecKey, note: { a: 1 } }]).keys, [{ ...ecKey, note: { a: 1 } }]);
});

const unusable: readonly (readonly [title: string, entry: unknown, reason: string, pointer?: string])[] = [
  ["null", null, "malformed", ""],
  ["a string", "key", "malformed", ""],
  ["an array", [ecKey], "malformed", ""],
  ["an empty object", {}, "malformed", "/kty"],
  ["a kty that is no string", { ...ecKey, kty: 1 }, "malformed", "/kty"],
  ["a kid that is no string", { ...ecKey, kid: 7 }, "malformed", "/kid"],
  ["key_ops that is no array", { ...ecKey, key_ops: 1 }, "malformed", "/key_ops"],
  ["an unknown kty", { kty: "XYZ", kid: "x" }, "unknown-kty"],
  ["a kty that names an object's method", { kty: "toString" }, "unknown-kty"],
  ["an RSA key without modulus", { kty: "RSA", e: "AQAB" }, "malformed", "/n"],
  ["an EC key without y", { ...ecKey, y: undefined }, "malformed", "/y"],
  ["standard base64 (RFC 7515 §2)", { ...ecKey, x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVE+" }, "malformed", "/x"],
  ["padding", { ...rsaKey, n: `${rsaKey.n}==` }, "malformed", "/n"],
  ["a coordinate without its leading zeros", { ...ecKey, x: ecKey.x.slice(1) }, "malformed"],
  ["a private RSA exponent", { ...rsaKey, d: "AQAB" }, "secret"],
  ["a private EC number", { ...ecKey, d: ecKey.x }, "secret"],
  ["a private member that is null", { ...ecKey, d: null }, "secret"],
  ["a private OKP number", { ...okpKey, d: okpKey.x }, "secret"],
  ["an AKP seed", { ...akpKey, priv: ecKey.x }, "secret"],
  ["a symmetric key", { kty: "oct", k: "c2VjcmV0" }, "secret"],
  ["a symmetric key without its value", { kty: "oct" }, "unknown-kty"],
];

for (const [title, entry, reason, pointer] of unusable) {
  test(`leaves out ${title}, keeps the good keys around it and tells (RFC 7517 §5)`, () => {
    const { keys, skipped } = read([ecKey, entry, okpKey]);
    assert.deepEqual(keys, [ecKey, okpKey]);
    assert.deepEqual(
      skipped.map((key) => [key.pointer, key.reason]),
      [["/keys/1", reason]],
    );
    if (pointer !== undefined) assert.ok(skipped[0]?.issues.some((issue) => issue.pointer === pointer));
  });
}

for (const [title, odd] of [
  ["a hexadecimal x5t", { x5t: "5979790a" }],
  ["a padded x5t#S256", { "x5t#S256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }],
  ["an empty x5c", { x5c: [] }],
  ["an x5u without TLS", { x5u: "http://id.example.com/certificate" }],
] as const) {
  test(`keeps a key with ${title}, which is never used, without that member (RFC 7517 §4)`, () => {
    const { keys, skipped } = read([{ ...ecKey, ...odd }]);
    assert.deepEqual(keys, [ecKey]);
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      read([{ ...ecKey, ...odd, kid: 7 }]).skipped[0]?.issues.map(({ pointer }) => pointer),
      ["/kid"],
    );
    assert.equal(read([{ ...ecKey, ...odd, d: ecKey.x }]).skipped[0]?.reason, "secret");
  });
}

test("shows no value of a key that was left out", () => {
  const { skipped } = read([
    { ...ecKey, d: "s3cr3t" },
    { kty: "oct", k: "s3cr3t" },
  ]);
  assert.ok(!JSON.stringify(skipped).includes("s3cr3t"));
});

test("keeps one of several identical entries, and all that differ", () => {
  const reordered = Object.fromEntries(Object.entries(ecKey).reverse());
  const { keys, skipped } = read([ecKey, reordered, { ...ecKey, use: "enc" }, { ...rsaKey, kid: "ec-1" }]);
  assert.equal(keys.length, 3);
  assert.deepEqual(skipped, [{ pointer: "/keys/1", reason: "repeated", issues: [] }]);
});

test("accepts an empty set", () => {
  assert.deepEqual(read([]).keys, []);
});

test("keeps at most 100 keys and tells where it stopped", () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ ...ecKey, kid: `k${index}` }));
  const { keys, skipped } = read(many);
  assert.equal(keys.length, 100);
  assert.deepEqual(skipped, [{ pointer: "/keys/100", reason: "too-many", issues: [] }]);
  assert.equal(read(many.slice(0, 100)).skipped.length, 0);
});

test("looks at no more than 1000 entries of a set full of rubbish", () => {
  const { keys, skipped } = read([...Array.from({ length: 1000 }, () => 0), ecKey]);
  assert.deepEqual(keys, []);
  assert.equal(skipped.length, 1001);
  assert.equal(skipped.at(-1)?.reason, "too-many");
  assert.deepEqual(read([...Array.from({ length: 999 }, () => 0), ecKey]).keys, [ecKey]);
});

for (const type of ["application/jwk-set+json", "application/json", "Application/JSON; charset=utf-8"]) {
  test(`accepts the media type ${type}`, () => {
    assert.deepEqual(readJwkSet(answerOf({ keys: [ecKey] }, { "content-type": type })).keys, [ecKey]);
  });
}

for (const type of ["text/plain", "text/html", "application/jwk+json", ""]) {
  test(`refuses the media type "${type}"`, () => {
    assert.throws(() => readJwkSet(answerOf({ keys: [ecKey] }, { "content-type": type })), {
      code: "ERR_RESPONSE_CONTENT_TYPE",
    });
  });
}

for (const [title, body, keyword] of [
  ["is missing", {}, "required"],
  ["is null", { keys: null }, "type"],
  ["is an object", { keys: { 0: ecKey } }, "type"],
] as const) {
  test(`refuses a set whose keys member ${title} (RFC 7517 §5.1)`, () => {
    assert.throws(
      () => readJwkSet(answerOf(body)),
      (error: Error & { code?: string; issues?: readonly { pointer: string; keyword: string }[] }) => {
        assert.equal(error.code, "ERR_VALIDATION_RESPONSE");
        assert.deepEqual(
          error.issues?.map((issue) => [issue.pointer, issue.keyword]),
          [["/keys", keyword]],
        );
        return true;
      },
    );
  });
}

test("refuses another status than 200", () => {
  assert.throws(() => readJwkSet(answerOf({ keys: [ecKey] }, {}, 404)), { code: "ERR_RESPONSE_STATUS", status: 404 });
});

test("refuses a bare array", () => {
  assert.throws(() => readJwkSet(answerOf([ecKey])), { name: /ResponseError|ValidationError/ });
});

test("fetches the set from jwks_uri and says where it came from", async () => {
  const wire = createWire(() => json({ keys: [ecKey] }, { "cache-control": "max-age=90" }));
  const set = await fetchJwkSet(wire, openidProvider);
  assert.deepEqual(set, { keys: [ecKey], skipped: [], maxAgeSeconds: 90, url: "https://keys.example.net/jwks" });
  assert.ok(Object.isFrozen(set));
  assert.deepEqual(wire.urls(), ["https://keys.example.net/jwks"]);
  const accept = new Headers(wire.requests[0]?.init.headers).get("accept");
  assert.equal(accept, "application/jwk-set+json, application/json");
});

test("refuses metadata without jwks_uri before any request", async () => {
  const wire = createWire(() => json({ keys: [] }));
  await assert.rejects(fetchJwkSet(wire, oauthServer), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "jwks_uri",
  });
  assert.deepEqual(wire.urls(), []);
});
