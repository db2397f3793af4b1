import assert from "node:assert/strict";
import { test } from "node:test";
import { prefersHtml, prefersJson } from "../../../../src/provider/pages/accept.ts";

test("accept: JSON for who would rather have it, pages for everybody else (RFC 9110 §12.5.1)", () => {
  const cases: readonly (readonly [accept: string | null, want: boolean])[] = [
    [null, false],
    ["", false],
    ["*/*", false],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false],
    ["application/json", true],
    ["application/json, text/plain, */*", true],
    ["application/json;q=0.5, text/html", false],
    ["application/json, text/html;q=0.9", true],
    ["application/json, text/html", false],
    ["Application/*; Q=1, text/*;q=0.1", true],
    ["application/json;q=0", false],
    ["application/json;q=x, */*;q=0.1", false],
    ["image/png", false],
  ];
  for (const [accept, want] of cases) assert.equal(prefersJson(accept), want, String(accept));
});

test("accept: HTML for who would rather have it, which who takes anything does not (RFC 9110 §12.5.1)", () => {
  const cases: readonly (readonly [accept: string | null, want: boolean])[] = [
    [null, false],
    ["", false],
    ["*/*", false],
    ["application/json", false],
    ["text/html;q=0", false],
    ["application/json, text/html;q=0.9", false],
    ["text/html", true],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true],
    ["text/html, */*", true],
    ["text/*, application/json;q=0.5", true],
  ];
  for (const [accept, want] of cases) assert.equal(prefersHtml(accept), want, String(accept));
});
