import assert from "node:assert/strict";
import { test } from "node:test";
import { calculateCodeChallenge, checkCodeVerifier, createCodeVerifier } from "../../src/pkce.ts";

test("creates a verifier of 43 characters from 32 random octets (RFC 7636 §4.1)", () => {
  const asked: number[] = [];
  const verifier = createCodeVerifier((length) => {
    asked.push(length);
    return new Uint8Array(length).fill(0xfb);
  });
  assert.deepEqual(asked, [32]);
  assert.equal(verifier, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s");
});

test("creates another verifier every time", () => {
  const verifiers = Array.from({ length: 100 }, () => createCodeVerifier());
  assert.equal(new Set(verifiers).size, 100);
  for (const verifier of verifiers) checkCodeVerifier(verifier);
});

for (const [title, verifier] of [
  ["42 characters", "a".repeat(42)],
  ["129 characters", "a".repeat(129)],
  ["a space", `${"a".repeat(43)} `],
  ["a line break", `${"a".repeat(43)}\n`],
  ["padding", `${"a".repeat(43)}=`],
  ["a plus", `${"a".repeat(43)}+`],
  ["a letter beyond ASCII", `${"a".repeat(42)}ä`],
  ["nothing", ""],
] as const) {
  test(`refuses a verifier with ${title} (RFC 7636 §4.1)`, async () => {
    assert.throws(() => checkCodeVerifier(verifier), { code: "ERR_CONFIGURATION_OPTION", parameter: "code_verifier" });
    await assert.rejects(calculateCodeChallenge(verifier), { code: "ERR_CONFIGURATION_OPTION" });
  });
}

test("accepts 43 and 128 characters of every kind (RFC 7636 §4.1)", () => {
  checkCodeVerifier(`-._~${"Zz9".repeat(13)}`);
  checkCodeVerifier("~".repeat(128));
});
