import assert from "node:assert/strict";
import { test } from "node:test";
import { createContentDigest, verifyContentDigest } from "../../../src/http-signatures/content-digest.ts";

const body = '{"hello": "world"}\n';
const sha256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
const sha512 = "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";

test("makes the digests that RFC 9530 prints (RFC 9530 §2)", async () => {
  assert.equal(await createContentDigest(body), sha256);
  assert.equal(await createContentDigest(body, "sha-512"), sha512);
  assert.equal(await createContentDigest(new TextEncoder().encode(body)), sha256);
  assert.equal(await createContentDigest(""), "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
});

test("makes no other digests (RFC 9530 §5)", async () => {
  const algorithm: unknown = "md5";
  await assert.rejects(Reflect.apply(createContentDigest, undefined, [body, algorithm]), { parameter: "digest" });
});

for (const digest of [sha256, sha512, `${sha256}, ${sha512}`, `md5=:AQ==:, ${sha256}`]) {
  test(`accepts ${digest.slice(0, 30)}`, () => verifyContentDigest({ headers: { "Content-Digest": digest }, body }));
}

test("accepts the digest of no body", async () => {
  await verifyContentDigest({
    headers: { "content-digest": "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:" },
  });
});

const refused: readonly (readonly [title: string, headers: Record<string, string>, given?: string])[] = [
  ["no field", {}],
  ["another body", { "content-digest": sha256 }, `${body} `],
  ["no body", { "content-digest": sha256 }, ""],
  ["two digests of which one is wrong", { "content-digest": `${sha256}, sha-512=:AQ==:` }],
  ["only digests that are not accepted", { "content-digest": "md5=:AQ==:" }],
  ["a digest that is no octets", { "content-digest": "sha-256=abc" }],
  ["a list in place of a digest", { "content-digest": "sha-256=()" }],
  ["no dictionary", { "content-digest": "sha-256=:" }],
  ["an encoded body", { "content-digest": sha256, "content-encoding": "gzip" }, "other"],
];

for (const [title, headers, given = body] of refused) {
  test(`refuses ${title} (RFC 9530 §2)`, async () => {
    await assert.rejects(verifyContentDigest({ headers, body: given }), {
      name: "VerificationError",
      code: "ERR_VERIFICATION_CONTENT_DIGEST",
    });
  });
}
