import assert from "node:assert/strict";
import { test } from "node:test";
import { findNonceProblem, findStateProblem } from "../../../src/util/visible-text.ts";

for (const text of ["a", "n-0S6_WzA2Mj", "with space", '~!"\\{}']) {
  test(`${text} may be a state and a nonce (RFC 6749 §A.5)`, () => {
    assert.equal(findStateProblem(text), undefined);
    assert.equal(findNonceProblem(text), undefined);
  });
}

for (const [title, text] of [
  ["nothing", ""],
  ["a line break", "a\r\nb"],
  ["a tab", "a\tb"],
  ["a delete character", "\x7f"],
  ["a letter beyond ASCII", "ä"],
] as const) {
  test(`refuses ${title} as a state and a nonce (RFC 6749 §A.5)`, () => {
    assert.equal(findStateProblem(text)?.specification.label, "RFC 6749 §A.5");
    assert.equal(findNonceProblem(text)?.specification.label, "OpenID Connect Core §3.1.2.1");
    assert.equal(findStateProblem(text)?.message, "must be one or more visible ASCII characters or spaces");
    assert.equal(findNonceProblem(text)?.message, "must be one or more visible ASCII characters or spaces");
  });
}
