import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { isVerificationError } from "../../src/errors/families.ts";
import { findJwsAlgorithm } from "../../src/jose/algorithms.ts";
import { resolveKeys, selectKeys } from "../../src/jose/keys.ts";
import { generateTestKey } from "../unit/jose/signed-tokens.ts";

const es256 = findJwsAlgorithm("ES256");
assert.ok(es256);
const algorithm = es256;
const good = (await generateTestKey("ES256", { kid: "good" })).publicJwk;

/** Entries as a broken or hostile server may publish them: any JSON, and keys with any member replaced by any JSON. */
const entry = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc
    .tuple(fc.constantFrom("kty", "crv", "x", "y", "kid", "use", "alg", "key_ops", "d"), fc.jsonValue({ maxDepth: 1 }))
    .map(([name, value]) => ({ ...good, [name]: value })),
);

test("selects or refuses among any entries with an error of this library", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 8 }), fc.boolean(), async (entries, named) => {
      const header = named ? { alg: "ES256", kid: "good" } : { alg: "ES256" };
      try {
        const keys = await resolveKeys(entries as unknown as readonly Jwk[], header, algorithm);
        assert.ok(keys.length >= 1 && keys.length <= 4);
      } catch (error) {
        assert.ok(isVerificationError(error), String(error));
      }
    }),
    { numRuns: 500 },
  );
});

test("finds the good key among any entries of other names", () => {
  const others = fc.array(
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      entry.map((value) => rename(value)),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(others, fc.nat(8), (entries, index) => {
      const set = entries.toSpliced(index, 0, good) as unknown as readonly Jwk[];
      assert.deepEqual(selectKeys(set, { alg: "ES256", kid: "good" }, algorithm).keys, [good]);
    }),
    { numRuns: 500 },
  );
});

function rename(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, kid: "other" } : value;
}
