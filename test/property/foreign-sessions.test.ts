import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSession, readMarker } from "../../src/browser/session-record.ts";
import { readCookies } from "../../src/relying-party/cookies.ts";
import { readReturnTo } from "../../src/relying-party/return-to.ts";
import { readRecord } from "../../src/relying-party/session-record.ts";
import { readStoredTokenSet } from "../../src/tokens/stored-token-set.ts";
import { assertFast } from "./foreign.ts";

const issuer = "https://id.example.com";
const text = fc.string({ unit: "binary", maxLength: 200 });
const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 });
const jsonText = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  text,
  fc.constantFrom("null", "[]", "{}", '""', "1"),
);

test("a session that another page stored is read whole or not at all", () => {
  fc.assert(
    fc.property(jsonText, (stored) => {
      assert.equal(parseSession(stored, issuer), undefined);
    }),
  );
});

test("a marker of sessions is read whole or not at all", () => {
  fc.assert(
    fc.property(fc.oneof(json, text), (stored) => {
      const marker = readMarker(stored);
      assert.ok(marker === undefined || typeof marker === "object");
    }),
  );
});

test("a record of a session that is none, or of another shape, is no session", () => {
  fc.assert(
    fc.property(jsonText, (stored) => {
      assert.equal(readRecord(stored), undefined);
    }),
  );
});

test("a stored token set that is none is no token set", () => {
  fc.assert(
    fc.property(json, (stored) => {
      assert.equal(readStoredTokenSet(stored), undefined);
    }),
  );
});

test("whatever a Cookie field holds, its cookies are read, the first of a name", async () => {
  const field = fc.string({ unit: fc.constantFrom(...'ab=; ,"\\%\t'), maxLength: 60 });
  fc.assert(
    fc.property(field, (cookie) => {
      const cookies = readCookies(new Request("https://app.example.com/", { headers: { cookie } }));
      for (const [name, value] of cookies) {
        assert.equal(name.includes("="), false);
        assert.equal(value.includes(";"), false);
      }
    }),
  );
  const visible = (cookie: string): string => cookie.replace(/[^\x20-\x7e]/g, "");
  await assertFast("readCookies", (long) =>
    readCookies(new Request("https://app.example.com/", { headers: { cookie: visible(long) } })),
  );
});

test("whatever comes as returnTo, a browser stays on this origin", async () => {
  const parts = fc.constantFrom(
    "/",
    "\\",
    "//",
    "a",
    "..",
    "%2f",
    "@",
    ":",
    "?",
    "#",
    "https:",
    "\t",
    "\n",
    "evil.example",
    " ",
    "\u200b",
    "ü",
    "日",
    '"',
    "<",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.array(parts, { maxLength: 8 }).map((list) => list.join("")),
      ),
      (given) => {
        const path = readReturnTo(given);
        assert.match(path, /^\/[!-~]*$/, "a header field carries nothing else");
        const url = new URL(path, "https://app.example.com/a/b");
        assert.equal(url.origin, "https://app.example.com");
        assert.equal(url.pathname.startsWith("//"), false);
      },
    ),
    { numRuns: 2000 },
  );
  await assertFast("readReturnTo", (long) => readReturnTo(`/${long}`));
});
