import assert from "node:assert/strict";
import { createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import type { CacheEvent } from "../../../src/metadata/cache-event.ts";
import { createSignedStores } from "../../../src/metadata/signed-store.ts";
import type { KeySecret } from "../../../src/util/derived-key.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";

const subject = { document: "jwk-set", issuer: "https://id.example.com" } as const;
const expiresAtMs = Number.MAX_SAFE_INTEGER;
const [first, second] = ["the first integrity key, 32 octets", "the second integrity key, 32 octet"];

function setUp() {
  const store = createMemorySharedStore();
  const events: CacheEvent[] = [];
  const open = (key: KeySecret) => createSignedStores(store, key, (event) => events.push(event))(subject);
  return { store, events, open };
}

test("signed store: what it wrote it reads, with the version of the store; what is absent is, and nothing is told", async () => {
  const { store, events, open } = setUp();
  const signed = open(first);
  for (const text of ["", "plain", "h1.", 'with "quotes",\nlines and … more', "h1.code.text"]) {
    const version = await signed.write("cache:a", text, { expiresAtMs });
    assert.deepEqual(await signed.read("cache:a"), { value: text, version });
  }
  assert.equal(await signed.read("cache:b"), undefined);
  assert.equal(await signed.write("cache:a", "new", { expiresAtMs, ifVersion: null }), undefined);
  assert.equal(await signed.remove("cache:a", { ifVersion: "another" }), false);
  assert.equal(await signed.remove("cache:a"), true);
  assert.equal(await store.read("cache:a"), undefined);
  const lease = await signed.acquire("cache:a", 60_000);
  assert.equal(await store.acquire("cache:a", 60_000), undefined);
  await lease?.release();
  assert.deepEqual(events, []);
});

test("signed store: the code is HMAC-SHA-256 over key and text, by a key derived with HKDF (RFC 7518 §3.2)", async () => {
  const { store, open } = setUp();
  await open(first).write("cache:a", "text", { expiresAtMs });
  const key = hkdfSync("sha256", first, "", "ts-identity-model shared cache", 32);
  const code = createHmac("sha256", Buffer.from(key)).update("7:cache:atext").digest("base64url");
  assert.equal((await store.read("cache:a"))?.value, `h1.${code}.text`);
});

test("signed store: an entry without code, changed, of another place or of another key is not there, and is told of", async () => {
  const { store, events, open } = setUp();
  const signed = open(first);
  await signed.write("cache:a", "text", { expiresAtMs });
  await signed.write("cache:ab", "text", { expiresAtMs });
  await open(second).write("cache:other-key", "text", { expiresAtMs });
  const value = (await store.read("cache:a"))?.value ?? "";
  const [, code = ""] = value.split(".");
  const unsigned = { type: "cache.refused", ...subject, reason: "unsigned" };
  const forged = { ...unsigned, reason: "forged" };
  for (const [planted, event] of [
    ["text", unsigned],
    ["", unsigned],
    [`h2.${code}.text`, unsigned],
    [`h1.${code.slice(1)}.text`, unsigned],
    [`h1.${"A".repeat(43)}.text`, forged],
    [`h1.${code}.changed`, forged],
    [`h1.${code}.text.`, forged],
    [`h1.${code.slice(0, -1)}~.text`, unsigned],
    // Bits that no octet has.
    [`h1.${code.slice(0, -1)}B.text`, forged],
    [(await store.read("cache:ab"))?.value ?? "", forged],
    [(await store.read("cache:other-key"))?.value ?? "", forged],
  ] as const) {
    events.length = 0;
    await store.write("cache:a", planted, { expiresAtMs });
    assert.equal(await signed.read("cache:a"), undefined, planted);
    assert.deepEqual(events, [event], planted);
  }
  await store.write("cache:a", value, { expiresAtMs });
  assert.equal((await signed.read("cache:a"))?.value, "text");
});

test("signed store: the end of the key cannot be moved into the text", async () => {
  const { store, open } = setUp();
  const signed = open(first);
  await signed.write("cache:a", "btext", { expiresAtMs });
  await store.write("cache:ab", (await store.read("cache:a"))?.value.replace("btext", "text") ?? "", { expiresAtMs });
  assert.equal(await signed.read("cache:ab"), undefined);
});

test("signed store: of several keys the first one signs, and the others verify what is there", async () => {
  const { open } = setUp();
  await open(first).write("cache:old", "text", { expiresAtMs });
  const rotated = open([second, new TextEncoder().encode(first)]);
  assert.equal((await rotated.read("cache:old"))?.value, "text");
  await rotated.write("cache:new", "text", { expiresAtMs });
  assert.equal(await open(first).read("cache:new"), undefined);
  assert.equal((await open(second).read("cache:new"))?.value, "text");
});

test("signed store: a key of less than 32 octets is refused (RFC 7518 §3.2)", () => {
  const { open } = setUp();
  for (const key of ["short", new Uint8Array(31), [], [first, "short"], [7], 7, null, {}]) {
    assert.throws(() => Reflect.apply(open, undefined, [key]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "integrityKey",
    });
  }
  open("x".repeat(32));
});
