import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildChallenge } from "../../src/endpoints/resource-challenge.ts";
import { parseChallenges } from "../../src/util/header-field.ts";

test("buildChallenge: what is written is read back, one challenge after the other (RFC 9110 §11.6.1)", () => {
  const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(text, text, fc.nat(), (realm, extra, max_age) => {
      const challenge = buildChallenge({ scheme: "Bearer", parameters: { realm, max_age, extra } });
      const [first, second, ...more] = parseChallenges(`${challenge}, ${challenge}`);
      for (const read of [first, second])
        assert.deepEqual({ ...read?.parameters }, { realm, max_age: String(max_age), extra });
      assert.equal(more.length, 0);
    }),
  );
});

test("buildChallenge: no text at all ends the header field early", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (realm) => {
      try {
        assert.doesNotMatch(buildChallenge({ scheme: "DPoP", parameters: { realm } }), /[^\x20-\x7e]/);
      } catch (error) {
        assert.ok(error instanceof Error && "code" in error && error.code === "ERR_CONFIGURATION_OPTION");
      }
    }),
  );
});
