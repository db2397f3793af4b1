import assert from "node:assert/strict";
import fc from "fast-check";
import { isAuthError } from "../../src/errors/auth-error.ts";

/** What a reader made of something foreign: taken, refused by an error of ours; anything else fails the test. */
export async function readForeign(read: () => unknown): Promise<"accepted" | "refused"> {
  try {
    await read();
    return "accepted";
  } catch (error) {
    assert.ok(isAuthError(error), `threw ${String(error)} ${error instanceof Error ? error.stack : ""}`);
    return "refused";
  }
}

/** Texts of about 100 kB, each of which some careless pattern takes quadratic time for. */
export const longTexts: readonly string[] = [
  ..."a =\"\\%&.,;/@#?-:'0{[\t\r\n\u0000\u00e9\ud800\u2028+~".split("").map((unit) => unit.repeat(100_000)),
  ...[
    "a=",
    "a&",
    "a=b&",
    "a.",
    ".a",
    "a ",
    " a",
    "a, ",
    'a="b", ',
    "a='b, ",
    'a="\\',
    'a="b" c ',
    "A b=c ",
    "://",
    "https://a@",
    "https://a/",
    "a@a",
    "%2e/",
    '{"a":',
    '{"a":[',
    '["\\",',
    '"\\"',
    "-----BEGIN CERTIFICATE-----",
    "openid ",
    "max-age=1,",
    "AAAA",
    "a-",
    "127.",
    "\r\n",
  ].map((unit) => unit.repeat(Math.ceil(100_000 / unit.length))),
  ...["=", "!", "(", "\n", '"', " x"].flatMap((end) => ["a".repeat(100_000) + end, `a=${" ".repeat(100_000)}${end}`]),
  `https://id.example.com/${"a/".repeat(50_000)}#`,
  `https://id.example.com/?${"a".repeat(100_000)} `,
  `{${Array.from({ length: 10_000 }, (_, index) => `"m${index}":1`).join(",")}}`,
  Array.from({ length: 15_000 }, (_, index) => `p${index}=1`).join("&"),
  `eyJhbGciOiJFUzI1NiJ9.${"A".repeat(100_000)}.A`,
  `${"e30.".repeat(4)}${"A".repeat(100_000)}`,
];

/** Whether a step takes time in proportion to the text: quadratic ones take minutes for what is given here. */
export async function assertFast(name: string, run: (text: string) => unknown): Promise<void> {
  for (const text of longTexts) {
    const start = performance.now();
    await readForeign(() => run(text));
    const took = performance.now() - start;
    assert.ok(took < 2000, `${name} took ${Math.round(took)} ms for ${JSON.stringify(text.slice(0, 30))}…`);
  }
}

/** Short texts of any kind: any characters, and those that mean something in URLs, header fields, JSON and tokens. */
export const foreignText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(..."ab01 =,;:\"\\/.%&#?@+-_~'{}[]\t\r\n"), maxLength: 40 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.json({ maxDepth: 3 }),
);

/** Any value of JSON, objects with odd names among them. */
export const foreignValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(fc.constantFrom("__proto__", "constructor", "toString", "iss", "sub", "keys"), fc.jsonValue()),
  foreignText,
);
