import assert from "node:assert/strict";
import { test } from "node:test";
import { openText, sealText } from "../../../../src/provider/crypto/seal.ts";
import { systemRandom } from "../../../../src/util/random.ts";

test("seal: a text opens with its key for its owner alone, unchanged (RFC 7518 §5.3)", () => {
  const key = new Uint8Array(32).fill(7);
  const sealed = sealText("secret é", { key, owner: "web" }, systemRandom);
  assert.equal(openText(sealed, { key, owner: "web" }), "secret é");
  assert.notEqual(sealText("secret é", { key, owner: "web" }, systemRandom), sealed);
  const [iv, text, tag] = sealed.split(".");
  const broken: readonly (readonly [string, Uint8Array, string])[] = [
    [sealed, key, "other"],
    [sealed, new Uint8Array(32), "web"],
    [`${iv}.${text}AA.${tag}`, key, "web"],
    [`${iv}.${text}`, key, "web"],
    [`${iv}.${text}.AAAA`, key, "web"],
    ["", key, "web"],
  ];
  for (const [given, used, owner] of broken) assert.throws(() => openText(given, { key: used, owner }), Error);
});
