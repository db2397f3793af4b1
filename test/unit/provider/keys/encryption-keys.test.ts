import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProtectedHeader } from "jose";
import type { KeyOptions } from "../../../../src/provider/keys/key-options.ts";
import { createSigningKeys, type SigningKeys } from "../../../../src/provider/keys/signing-keys.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { systemRandom } from "../../../../src/util/random.ts";
import { rsaKey } from "../../../fixtures/provider/idtoken-setup.ts";

const day = 86_400;

test("encryption keys: there are none unless they are configured", async () => {
  const { keys } = await setUp({});
  assert.deepEqual(keys.encryptionAlgorithms, []);
  assert.deepEqual(await keys.decryptionKeys(), []);
  assert.deepEqual(await encryptionKeys(keys), []);
});

test("encryption keys: published with use enc and without their secrets, the same in two processes (OpenID Connect Core §10.2)", async () => {
  const { keys, another } = await setUp({ encryptionAlgorithms: ["ECDH-ES", "RSA-OAEP-256", "ECDH-ES"] });
  const other = another();
  const published = await encryptionKeys(keys);
  assert.deepEqual(published.map(({ alg, use, kty }) => [alg, use, kty]).sort(), [
    ["ECDH-ES", "enc", "EC"],
    ["RSA-OAEP-256", "enc", "RSA"],
  ]);
  for (const jwk of published) for (const name of ["d", "p", "q", "dp", "dq", "qi"]) assert.ok(!(name in jwk), name);
  assert.deepEqual(await encryptionKeys(other), published);
  const kids = (await other.decryptionKeys()).map(({ kid, d }) => [kid, typeof d]);
  assert.deepEqual(kids.sort(), published.map(({ kid }) => [kid, "string"]).sort());
});

test("encryption keys: verify and sign nothing", async () => {
  const { keys } = await setUp({ encryptionAlgorithms: ["ECDH-ES"] });
  await keys.ready();
  const found = await keys.source.find({ alg: "ES256" });
  assert.ok(found.length > 0);
  assert.ok(found.every((key) => !("use" in key) || key.use === "sig"));
  await assert.rejects(keys.sign({ alg: "ECDH-ES" }, {}));
  assert.equal(decodeProtectedHeader(await keys.sign({ alg: "ES256" }, {})).alg, "ES256");
});

test("encryption keys: the next is published before the last goes, which decrypts for an hour more", async () => {
  const { keys, pass } = await setUp({ encryptionAlgorithms: ["ECDH-ES"] });
  const [old] = await kidsOf(keys);
  const next = await keys.rotate("ECDH-ES");
  assert.deepEqual(await kidsOf(keys), [old], "other processes do not know the new one yet");
  pass(91);
  assert.deepEqual(await kidsOf(keys), [old, next]);
  pass(17 * 60);
  assert.deepEqual(await kidsOf(keys), [next]);
  assert.deepEqual(
    (await keys.decryptionKeys()).map(({ kid }) => kid),
    [old, next],
  );
  pass(62 * 60);
  assert.deepEqual(
    (await keys.decryptionKeys()).map(({ kid }) => kid),
    [next],
  );
});

test("encryption keys: change by themselves like those that sign, and one that is withdrawn is replaced at once", async () => {
  const { keys, pass } = await setUp({ encryptionAlgorithms: ["ECDH-ES"], rotateAfterSeconds: 10 * day });
  const [old = ""] = await kidsOf(keys);
  pass(10 * day);
  await keys.decryptionKeys();
  await until(async () => (await keys.list()).filter(({ algorithm }) => algorithm === "ECDH-ES").length === 2);
  pass(91);
  const next = (await kidsOf(keys)).at(-1) ?? "";
  assert.notEqual(next, old);
  await keys.withdraw(old);
  await keys.withdraw(next);
  const left = await kidsOf(keys);
  assert.equal(left.length, 1);
  assert.ok(!left.includes(old) && !left.includes(next));
  assert.deepEqual(
    (await keys.decryptionKeys()).map(({ kid }) => kid),
    left,
  );
});

test("encryption keys: those of an algorithm that is configured no more are neither published nor used", async () => {
  const { keys, another } = await setUp({ encryptionAlgorithms: ["ECDH-ES"] });
  assert.equal((await encryptionKeys(keys)).length, 1);
  const without = another({});
  assert.deepEqual(await encryptionKeys(without), []);
  assert.deepEqual(await without.decryptionKeys(), []);
});

test("encryption keys: are sealed in the store like the others", async () => {
  const { keys, stored } = await setUp({
    encryptionAlgorithms: ["ECDH-ES"],
    encryption: { key: Buffer.alloc(32, 7) },
  });
  assert.equal((await keys.decryptionKeys()).length, 1);
  const text = JSON.stringify(await stored());
  assert.ok(!text.includes('"clear"') && !text.includes('"d"'));
});

async function encryptionKeys(keys: SigningKeys) {
  return (await keys.jwks()).keys.filter(({ use }) => use === "enc");
}

async function kidsOf(keys: SigningKeys): Promise<readonly (string | undefined)[]> {
  return (await encryptionKeys(keys)).map(({ kid }) => kid);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await isSo()); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

async function setUp(options: KeyOptions) {
  let now = 1_700_000_000_000;
  const clock = () => now;
  const { keys: store } = createMemoryStore({ clock });
  const common: KeyOptions = { algorithms: ["ES256"], initialKeys: [await rsaKey()] };
  const make = (own: KeyOptions): SigningKeys =>
    createSigningKeys(
      { store, clock, random: systemRandom, longestTokenSeconds: 300, report: () => undefined },
      { ...common, ...own },
    );
  return {
    keys: make(options),
    another: (own: KeyOptions = options) => make(own),
    stored: () => store.load(),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}
