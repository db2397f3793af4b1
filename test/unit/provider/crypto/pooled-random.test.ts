import assert from "node:assert/strict";
import { test } from "node:test";
import { createPooledRandom } from "../../../../src/provider/crypto/pooled-random.ts";

test("pooled random: no octet of the generator is handed out twice, and the generator is asked seldom", () => {
  let next = 0;
  let asked = 0;
  const random = createPooledRandom((length) => {
    asked += 1;
    return Uint8Array.from({ length }, () => (next++ * 2_654_435_761) >>> 24);
  });
  const expected = Array.from({ length: 4096 }, (_value, index) => (index * 2_654_435_761) >>> 24);
  const octets = Array.from({ length: 128 }, () => [...random(32)]).flat();
  assert.deepEqual(octets, expected);
  assert.equal(asked, 1);
  assert.notDeepEqual([...random(32)], expected.slice(0, 32));
  assert.equal(asked, 2);
});

test("pooled random: what was handed out belongs to the caller", () => {
  const random = createPooledRandom((length) => new Uint8Array(length).fill(7));
  const first = random(16);
  random(16).fill(0);
  assert.deepEqual([...first], new Array(16).fill(7));
  first.fill(1);
  assert.deepEqual([...random(16)], new Array(16).fill(7));
});

test("pooled random: large requests go past the pool", () => {
  const lengths: number[] = [];
  const random = createPooledRandom((length) => {
    lengths.push(length);
    return new Uint8Array(length);
  });
  assert.equal(random(257).length, 257);
  assert.equal(random(256).length, 256);
  assert.deepEqual(lengths, [257, 4096]);
});

test("pooled random: without a generator, values of the platform differ", () => {
  const random = createPooledRandom();
  const values = new Set(Array.from({ length: 1000 }, () => Buffer.from(random(16)).toString("hex")));
  assert.equal(values.size, 1000);
});
