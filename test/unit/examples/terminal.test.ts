import assert from "node:assert/strict";
import { test } from "node:test";
import { describeMembers, describePath, describeQuery } from "../../../examples/demo/redact.ts";
import { createTerminal, type Output } from "../../../examples/demo/terminal.ts";

test("colours on a terminal only", () => {
  assert.equal(createTerminal(record({ isTTY: true }), {}).good("✓"), "\u001b[32m✓\u001b[0m");
  assert.equal(createTerminal(record({ isTTY: true }), { NO_COLOR: "1" }).good("✓"), "✓");
  assert.equal(createTerminal(record({ isTTY: false }), {}).good("✓"), "✓");
  assert.equal(createTerminal(record({}), {}).bold("x"), "x");
});

test("wraps a list where the line is full, and takes a size of 0 for unknown", () => {
  const items = ["RFC 6749", "RFC 8693", "OpenID Connect Core", "RFC 9449", "RFC 9396"];
  const narrow = createTerminal(record({ columns: 60 })).wrap("schema of ", items, "  ");
  assert.equal(narrow, "  schema of RFC 6749, RFC 8693, OpenID Connect Core,\n            RFC 9449, RFC 9396");
  const unknown = createTerminal(record({ columns: 0 })).wrap("schema of ", items, "  ");
  assert.equal(unknown, "  schema of RFC 6749, RFC 8693, OpenID Connect Core, RFC 9449, RFC 9396");
});

test("writes each line at once", () => {
  const written: string[] = [];
  const terminal = createTerminal({ write: (text) => written.push(text) });
  terminal.line("one");
  terminal.line();
  assert.deepEqual(written, ["one\n", "\n"]);
});

test("hides the members that are marked as secrets, and nothing else", () => {
  assert.deepEqual(describeMembers({ access_token: "abcdef", expires_in: 3600, scope: "a b" }, ["access_token"]), [
    ["access_token", "‹hidden, 6 characters›"],
    ["expires_in", "3600"],
    ["scope", '"a b"'],
  ]);
  assert.deepEqual(describeQuery("https://app.example.com/?code=abc&iss=https%3A%2F%2Fid.example", ["code"]), [
    ["code", "‹hidden, 3 characters›"],
    ["iss", '"https://id.example"'],
  ]);
  assert.equal(describePath(new URL("http://id.example/interaction/W7no8-ZUKEXyRJGC7H6hM/x?a=b")), "/interaction/…/x");
});

function record(output: Pick<Output, "isTTY" | "columns">): Output {
  return { write: () => undefined, ...output };
}
