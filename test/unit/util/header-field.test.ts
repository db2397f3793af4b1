import assert from "node:assert/strict";
import { test } from "node:test";
import { parseChallenges, parseMediaType, parseRetryAfter } from "../../../src/util/header-field.ts";

type Expected = readonly [scheme: string, parameters: Readonly<Record<string, string>>, token68?: string];

function read(field: string): readonly Expected[] {
  return parseChallenges(field).map(({ scheme, parameters, token68 }) =>
    token68 === undefined ? [scheme, { ...parameters }] : [scheme, { ...parameters }, token68],
  );
}

const conforming: readonly (readonly [title: string, field: string, expected: readonly Expected[]])[] = [
  ["an empty field", "", []],
  ["a lone scheme", "Negotiate", [["negotiate", {}]]],
  [
    "lone schemes",
    "Negotiate, NTLM",
    [
      ["negotiate", {}],
      ["ntlm", {}],
    ],
  ],
  [
    "empty list items",
    ", ,Bearer,, ,Basic ,",
    [
      ["bearer", {}],
      ["basic", {}],
    ],
  ],
  ["a token68 value", "Basic QWxhZGRpbjpvcGVu==", [["basic", {}, "QWxhZGRpbjpvcGVu=="]]],
  [
    "a token68 value before another challenge",
    'Negotiate a+/~._-Z= , Bearer realm="x"',
    [
      ["negotiate", {}, "a+/~._-Z="],
      ["bearer", { realm: "x" }],
    ],
  ],
  ["names in any case", 'BEARER Realm="X"', [["bearer", { realm: "X" }]]],
  ["space around the equals sign", 'Bearer realm \t=  "x" , error= y', [["bearer", { realm: "x", error: "y" }]]],
  ["escapes in a quoted string", 'Bearer realm="a\\"b\\\\c\\d"', [["bearer", { realm: 'a"b\\cd' }]]],
  [
    "commas and equals signs in a quoted string",
    'Bearer realm="a, b=c, DPoP", error="x"',
    [["bearer", { realm: "a, b=c, DPoP", error: "x" }]],
  ],
  ["an empty quoted string", 'Bearer realm=""', [["bearer", { realm: "" }]]],
  ["a parameter that looks like token68 with padding", "Bearer a=b", [["bearer", { a: "b" }]]],
  [
    "two challenges with parameters",
    'Bearer a=1, b="2", DPoP algs="ES256", c=3',
    [
      ["bearer", { a: "1", b: "2" }],
      ["dpop", { algs: "ES256", c: "3" }],
    ],
  ],
  [
    "the same scheme twice",
    'Bearer realm="a", Bearer realm="b"',
    [
      ["bearer", { realm: "a" }],
      ["bearer", { realm: "b" }],
    ],
  ],
];

const deviating: readonly (readonly [title: string, field: string, expected: readonly Expected[]])[] = [
  [
    "unquoted text up to the comma",
    "Bearer error_description=The access token expired, error=invalid_token",
    [["bearer", { error_description: "The access token expired", error: "invalid_token" }]],
  ],
  [
    "an unquoted URL",
    "Bearer resource_metadata=https://rs.example/.well-known/x?y=1 , scope=a",
    [["bearer", { resource_metadata: "https://rs.example/.well-known/x?y=1", scope: "a" }]],
  ],
  [
    "unquoted text with an equals sign in its first word",
    "Bearer u=https://rs.example/?a=b c",
    [["bearer", { u: "https://rs.example/?a=b c" }]],
  ],
  ["single quotes", "Bearer realm='a, b', error='c'", [["bearer", { realm: "a, b", error: "c" }]]],
  [
    "single quotes around an apostrophe",
    "Bearer error_description='It isn't valid', error=x",
    [["bearer", { error_description: "It isn't valid", error: "x" }]],
  ],
  ["apostrophes that quote nothing", "Bearer a='x, b='y, c=z", [["bearer", { a: "'x", b: "'y", c: "z" }]]],
  ["missing commas between quoted parameters", 'Bearer realm="a" error="b"', [["bearer", { realm: "a", error: "b" }]]],
  [
    "missing commas between single-quoted parameters",
    "Bearer realm='a' error='b'",
    [["bearer", { realm: "a", error: "b" }]],
  ],
  [
    "missing commas between unquoted parameters",
    "Bearer error=invalid_token error_description=The token expired realm=x",
    [["bearer", { error: "invalid_token", error_description: "The token expired", realm: "x" }]],
  ],
  [
    "a missing comma before a challenge",
    'Bearer realm="a" DPoP algs="ES256"',
    [
      ["bearer", { realm: "a" }],
      ["dpop", { algs: "ES256" }],
    ],
  ],
  [
    "a missing comma before a challenge, after an unquoted value",
    'Bearer error=invalid_token DPoP algs="ES256"',
    [
      ["bearer", { error: "invalid_token" }],
      ["dpop", { algs: "ES256" }],
    ],
  ],
  ["a quoted string without end", 'Bearer realm="a, error=b', [["bearer", { realm: "a, error=b" }]]],
  ["a backslash at the end", 'Bearer realm="a\\', [["bearer", { realm: "a" }]]],
  ["a value that is missing", "Bearer a=b, realm=, error=x", [["bearer", { a: "b", realm: "", error: "x" }]]],
  ["free text after the scheme", "Bearer you are not allowed, sorry about that", [["bearer", {}]]],
  ["free text after a quoted value", 'Bearer realm="a" and so on, error="b"', [["bearer", { realm: "a", error: "b" }]]],
  ["a stray quoted string", 'Bearer "a=b, Basic", error=x', [["bearer", { error: "x" }]]],
  ["stray characters", "{Bearer} error=x; (b)", [["bearer", { error: "x; (b)" }]]],
  ["parameters without a scheme", 'realm="x", Bearer a=1', [["bearer", { a: "1" }]]],
  ["a repeated parameter: the first counts", 'Bearer error="a", ERROR="b"', [["bearer", { error: "a" }]]],
  ["a parameter named __proto__", 'Bearer __proto__="x"', [["bearer", Object.fromEntries([["__proto__", "x"]])]]],
];

for (const [title, field, expected] of conforming) {
  test(`reads ${title} (RFC 9110 §11.6.1)`, () => assert.deepEqual(read(field), expected));
}

for (const [title, field, expected] of deviating) {
  test(`understands ${title}`, () => assert.deepEqual(read(field), expected));
}

test("parameters are objects without prototype", () => {
  assert.equal(Object.getPrototypeOf(parseChallenges("Bearer a=b")[0]?.parameters), null);
  assert.equal(Object.getPrototypeOf(parseMediaType("a/b")?.parameters), null);
});

const mediaTypes: readonly (readonly [field: string, type: string, parameters: Readonly<Record<string, string>>])[] = [
  ["application/json", "application/json", {}],
  [" Application/JSON ; Charset=UTF-8", "application/json", { charset: "UTF-8" }],
  ['text/html;a="b;c\\"d" ;e=f', "text/html", { a: 'b;c"d', e: "f" }],
  ["application/jwk-set+json;", "application/jwk-set+json", {}],
  ["application/json; charset", "application/json", {}],
  ["application/json; charset = x; =y; ;;z=1", "application/json", { z: "1" }],
  ["application/json; a=1; A=2", "application/json", { a: "1" }],
  ['application/json; a="unterminated', "application/json", { a: "unterminated" }],
];

for (const [field, type, parameters] of mediaTypes) {
  test(`reads the media type ${field} (RFC 9110 §8.3.1)`, () => {
    const read = parseMediaType(field);
    assert.deepEqual({ type: read?.type, parameters: { ...read?.parameters } }, { type, parameters });
  });
}

for (const field of [
  "",
  "json",
  "application/",
  "/json",
  "application/json, text/html",
  "application/json x",
  "a/b/c",
  "a b/c",
]) {
  test(`finds no media type in "${field}"`, () => assert.equal(parseMediaType(field), undefined));
}

const now = Date.UTC(1994, 10, 6, 8, 49, 30, 500);

const waits: readonly (readonly [field: string, seconds: number | undefined])[] = [
  ["120", 120],
  [" 0 ", 0],
  ["9999999999", 9_999_999_999],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 7],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 7],
  ["Sun Nov  6 08:49:37 1994", 7],
  ["Sun, 06 Nov 1994 08:49:30 GMT", 0],
  ["Sun, 06 Nov 1983 08:49:37 GMT", 0],
  ["Monday, 06-Nov-44 08:49:30 GMT", 1_577_923_200],
  ["Monday, 06-Nov-45 08:49:30 GMT", 0],
  ["", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["10000000000", 9_999_999_999],
  ["9".repeat(400), 9_999_999_999],
  ["soon", undefined],
  ["1994-11-06T08:49:37Z", undefined],
  ["Sun, 06 Nov 1994 08:49:37 CET", undefined],
  ["Sun, 06 Xyz 1994 08:49:37 GMT", undefined],
  ["Sun, 36 Nov 1994 08:49:37 GMT", undefined],
  ["Sun, 06 Nov 1994 25:49:37 GMT", undefined],
];

for (const [field, seconds] of waits) {
  test(`reads Retry-After "${field}" as ${seconds === undefined ? "nothing" : `${seconds} s`} (RFC 9110 §10.2.3)`, () => {
    assert.equal(parseRetryAfter(field, now), seconds);
  });
}

const twoDigitYears: readonly (readonly [nowYear: number, field: string, seconds: number])[] = [
  [1999, "Saturday, 01-Jan-00 00:00:00 GMT", 31_536_000],
  [2001, "Friday, 01-Jan-99 00:00:00 GMT", 0],
];

for (const [nowYear, field, seconds] of twoDigitYears) {
  test(`reads the two-digit year of "${field}" in ${nowYear} (RFC 9110 §5.6.7)`, () => {
    assert.equal(parseRetryAfter(field, Date.UTC(nowYear, 0, 1)), seconds);
  });
}
