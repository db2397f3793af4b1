import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { createJwtDecryption } from "../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { openJwt } from "../../src/jose/read-signed-jwt.ts";
import { verifyJwt } from "../../src/jose/verify-signature.ts";
import { readVectors } from "./read-vectors.ts";
import { publicPart } from "./verify-vector.ts";

interface Step {
  readonly input: {
    readonly plaintext: string;
    readonly payload?: string;
    readonly key?: Jwk;
    readonly pwd?: string;
    readonly alg: string;
    readonly enc: string;
  };
  readonly output: { readonly compact?: string };
}

interface CookbookEntry {
  readonly data: Partial<Step> & { readonly sign?: Step; readonly encrypt?: Step };
}

const vectors = readVectors<CookbookEntry>("rfc7520-jwe");
const compact = vectors.flatMap(({ id, data: { input, output } }) =>
  input !== undefined && output?.compact !== undefined ? [{ id, compact: output.compact, ...input }] : [],
);
const readable = compact.filter(({ id, alg }) => alg !== "RSA1_5" && !id.endsWith("compressed_content"));

test("sees ten objects in compact form, eight of which may be read", () => {
  assert.equal(compact.length, 10);
  assert.deepEqual(readable.map(({ alg }) => alg).sort(), [
    "A128KW",
    "A256GCMKW",
    "ECDH-ES",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "PBES2-HS512+A256KW",
    "RSA-OAEP",
    "dir",
  ]);
});

for (const { id, compact: text, key, pwd, alg, enc, plaintext } of readable) {
  test(`decrypts ${id} (RFC 7520 §5)`, async () => {
    const jwk = key ?? { kty: "oct", k: Buffer.from(pwd ?? "").toString("base64url") };
    const { plaintext: found } = await decryptJwe(text, { keys: [jwk], algorithms: [alg], encryptions: [enc] });
    assert.equal(new TextDecoder().decode(found), plaintext);
  });
}

test("refuses RFC 7520 §5.9, which is compressed (RFC 8725 §3.6)", async () => {
  const vector = compact.find(({ id }) => id.endsWith("compressed_content"));
  assert.ok(vector?.key);
  const policy = { keys: [vector.key], algorithms: ["A128KW"], encryptions: ["A128GCM"] };
  await assert.rejects(decryptJwe(vector.compact, policy), { code: "ERR_VERIFICATION_DECRYPTION", parameter: "zip" });
});

test("decrypts and verifies the nested JWT of RFC 7520 §6", async () => {
  const { sign, encrypt } = vectors.find(({ data }) => data.encrypt !== undefined)?.data ?? {};
  assert.ok(sign?.input.key && encrypt?.input.key && encrypt.output.compact);
  const kind = { name: "vector", types: ["jwt"], mayOmitType: true };
  const { jwt, encryption } = await openJwt(
    encrypt.output.compact,
    kind,
    createJwtDecryption({ keys: [encrypt.input.key] }),
  );
  assert.equal(encryption?.cty, "JWT");
  assert.equal(`${jwt.signingInput}.${Buffer.from(jwt.signature).toString("base64url")}`, sign.output.compact);
  const keys = createStaticKeySource({ keys: [publicPart(sign.input.key)] });
  const { claims } = await verifyJwt(jwt, { algorithms: ["PS256"], keys });
  assert.deepEqual(claims, JSON.parse(sign.input.payload ?? ""));
});
