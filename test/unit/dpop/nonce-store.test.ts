import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoPNonceStore, isDPoPNonce, readDPoPNonce } from "../../../src/dpop/nonce-store.ts";

test("nonce store: a new nonce replaces the former one of its origin, and no other's (RFC 9449 §8.2)", () => {
  const store = createDPoPNonceStore();
  store.set("https://a.example", "a1");
  store.set("https://b.example", "b1");
  store.set("https://a.example", "a2");
  assert.equal(store.get("https://a.example"), "a2");
  assert.equal(store.get("https://b.example"), "b1");
  assert.equal(store.get("https://c.example"), undefined);
  assert.ok(Object.isFrozen(store));
});

test("nonce store: forgets the longest unused origin beyond its limit", () => {
  const store = createDPoPNonceStore({ maxOrigins: 2 });
  store.set("https://a.example", "a");
  store.set("https://b.example", "b");
  store.get("https://a.example");
  store.set("https://c.example", "c");
  assert.deepEqual(store.entries(), [
    ["https://a.example", "a"],
    ["https://c.example", "c"],
  ]);
});

test("nonce store: keeps a hundred origins unless told", () => {
  const store = createDPoPNonceStore();
  for (let index = 0; index < 150; index += 1) store.set(`https://h${index}.example`, "n");
  assert.equal(store.entries().length, 100);
});

test("nonce store: begins with the entries of another, within its limit", () => {
  const former = createDPoPNonceStore({
    entries: [
      ["https://a.example", "a"],
      ["https://b.example", "b"],
    ],
  });
  assert.equal(createDPoPNonceStore({ entries: former.entries() }).get("https://b.example"), "b");
  assert.deepEqual(createDPoPNonceStore({ maxOrigins: 1, entries: former.entries() }).entries(), [
    ["https://b.example", "b"],
  ]);
});

for (const maxOrigins of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`nonce store: refuses a limit of ${maxOrigins}`, () => {
    assert.throws(() => createDPoPNonceStore({ maxOrigins }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "maxOrigins",
    });
  });
}

test("nonce: one or more NQCHAR, 4096 at most (RFC 9449 §8.1)", () => {
  for (const nonce of ["eyJ7S_zG.eyJH0-Z.HX4w-7v", "!", "#[]~", "n".repeat(4096)]) assert.ok(isDPoPNonce(nonce), nonce);
  for (const nonce of ["", "a b", 'a"b', "a\\b", "é", "a\u0000", "a\r\nb", "n".repeat(4097), 7, null, undefined])
    assert.ok(!isDPoPNonce(nonce), String(nonce));
});

test("nonce: is read of one header field; two of them are none (RFC 9449 §8.2)", () => {
  assert.equal(readDPoPNonce(new Headers({ "DPoP-Nonce": "n-1" })), "n-1");
  assert.equal(readDPoPNonce(new Headers()), undefined);
  const twice = new Headers({ "DPoP-Nonce": "n-1" });
  twice.append("DPoP-Nonce", "n-2");
  assert.equal(readDPoPNonce(twice), undefined);
});
