import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase64url, encodeBase64url } from "../../../src/util/base64url.ts";

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

const pairs: readonly (readonly [text: string, value: Uint8Array])[] = [
  ["", bytes()],
  ["AA", bytes(0)],
  ["_w", bytes(255)],
  ["_-8", bytes(255, 239)],
  ["-_-_", bytes(251, 255, 191)],
  ["Zm9vYmE", bytes(102, 111, 111, 98, 97)],
  ["A-z_4ME", bytes(3, 236, 255, 224, 193)],
];

for (const [text, value] of pairs) {
  test(`writes and reads ${value.length} bytes as "${text}" (RFC 7515 §2)`, () => {
    assert.equal(encodeBase64url(value), text);
    assert.deepEqual(decodeBase64url(text), value);
  });
}

const refused: readonly (readonly [title: string, text: string])[] = [
  ["padding", "AA=="],
  ["a space", "AA AA"],
  ["a line break", "AAAA\n"],
  ["a plus of the standard alphabet", "+_-_"],
  ["a slash of the standard alphabet", "/_-_"],
  ["a length of 4n+1", "AAAAA"],
  ["a single character", "A"],
  ["bits beyond the last byte after one byte", "AB"],
  ["the lowest bit beyond the last byte after one byte", "-B"],
  ["bits beyond the last byte after two bytes", "AAB"],
  ["a character outside ASCII", "AA\u{e9}A"],
  ["a character whose low byte is in the alphabet", "AA\u{141}A"],
  ["a character between the letter ranges", "AA[A"],
];

for (const [title, text] of refused) {
  test(`refuses ${title} (RFC 4648 §3.5)`, () => assert.equal(decodeBase64url(text), undefined));
}

test("writes more bytes than fit one piece, and reads them back", () => {
  const value = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
  const text = encodeBase64url(value);
  assert.equal(text, Buffer.from(value).toString("base64url"));
  assert.deepEqual(decodeBase64url(text), value);
});

test("writes the bytes of a view, not of its whole buffer", () => {
  assert.equal(encodeBase64url(bytes(0, 255, 0).subarray(1, 2)), "_w");
});

test("uses the platform's encoder where there is one", () => {
  const modern = Object.assign(bytes(1), {
    toBase64: (options: unknown) => JSON.stringify(options),
  });
  assert.equal(encodeBase64url(modern), '{"alphabet":"base64url","omitPadding":true}');
});

for (const [title, texts] of [
  ["one byte", ["AB", "AC", "AE", "AI"]],
  ["two bytes", ["AAB", "AAC"]],
  ["five bytes", ["AAAAAAB", "AAAAAAC"]],
] as const) {
  test(`refuses each bit that is set beyond the last of ${title} (RFC 4648 §3.5)`, () => {
    for (const text of texts) assert.equal(decodeBase64url(text), undefined, text);
  });
}

for (const text of [
  "!A",
  "A!",
  "!AA",
  "A!A",
  "AA!",
  "AAAA!A",
  "AAAAéA",
  "AAAA\u{10000}",
  "!AAA",
  "AA!A",
  "AAA\u0141",
]) {
  test(`refuses ${JSON.stringify(text)}, wherever the foreign character stands (RFC 4648 §3.3)`, () => {
    assert.equal(decodeBase64url(text), undefined);
  });
}
