import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { appendQuery, isSecureUrl, parseUrl } from "../../src/util/url.ts";

const name = fc.string({ unit: "grapheme", minLength: 1 });
const value = fc.string({ unit: "grapheme" });

test("every parameter that is added is read back from the query, after those of the endpoint (RFC 6749 §3.1)", () => {
  fc.assert(
    fc.property(fc.constantFrom("", "?", "?t=1", "?t=1&"), fc.array(fc.tuple(name, value)), (query, parameters) => {
      const own = query.includes("t=1") ? [["t", "1"]] : [];
      const url = new URL(appendQuery(`https://id.example.com/authorize${query}`, parameters));
      assert.deepEqual([...url.searchParams], [...own, ...parameters]);
    }),
  );
});

test("no http URL with a public host counts as protected", () => {
  fc.assert(
    fc.property(fc.domain(), (host) => {
      const url = parseUrl(`http://${host}/`);
      assert.ok(url === undefined || !isSecureUrl(url));
    }),
  );
});

test("parses or gives nothing, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseUrl(text)));
});
