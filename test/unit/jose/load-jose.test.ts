import assert from "node:assert/strict";
import { test } from "node:test";
import {
  loadCompactDecrypt,
  loadCompactEncrypt,
  loadCompactSign,
  loadKeyImport,
  loadThumbprint,
} from "../../../src/jose/load-jose.ts";

for (const [title, load, name] of [
  ["the conversion of keys", loadKeyImport, "importJWK"],
  ["thumbprints", loadThumbprint, "calculateJwkThumbprint"],
  ["signing", loadCompactSign, "CompactSign"],
  ["decryption", loadCompactDecrypt, "compactDecrypt"],
  ["encryption", loadCompactEncrypt, "CompactEncrypt"],
] as const) {
  test(`imports ${title} of jose, once`, async () => {
    const first = load();
    assert.equal(load(), first);
    assert.equal(typeof Reflect.get(await first, name), "function");
  });
}
