import assert from "node:assert/strict";
import { test } from "node:test";
import { createArgon2id } from "../../../../src/provider/crypto/argon2id.ts";
import { createPasswordHasher } from "../../../../src/provider/crypto/password-hash.ts";
import { createScrypt } from "../../../../src/provider/crypto/scrypt.ts";
import { createWorkQueue } from "../../../../src/provider/crypto/work-queue.ts";
import { createCountedHashing } from "../../../fixtures/provider/login-hashing.ts";

const title = "password hash";
const cheapArgon2id = createArgon2id({ memoryKiB: 64, passes: 1 });
const cheapScrypt = createScrypt({ logCost: 4 });

test(`${title}: without options it is Argon2id with 19 MiB and two passes, as a PHC string`, async () => {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash("correct horse");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.deepEqual(await hasher.verify("correct horse", hash), { matches: true, needsRehash: false });
  assert.deepEqual(await hasher.verify("correct horsf", hash), { matches: false, needsRehash: false });
});

test(`${title}: without the package it is scrypt; Argon2id that was asked for says what is missing`, async () => {
  const loadArgon2 = async (): Promise<never> => {
    throw new Error("Cannot find package");
  };
  const hasher = createPasswordHasher({ loadArgon2 });
  const hash = await hasher.hash("x");
  assert.match(hash, /^\$scrypt\$ln=17,r=8,p=1\$/);
  assert.deepEqual(await hasher.verify("x", hash), { matches: true, needsRehash: false });
  const demanded = createPasswordHasher({ algorithms: [createArgon2id({ load: loadArgon2 })] });
  await assert.rejects(demanded.hash("x"), { code: "ERR_CONFIGURATION_OPTION", remedy: "npm install @node-rs/argon2" });
});

test(`${title}: the default scrypt costs 2^17 rounds, which the run-time's own limit would forbid (RFC 7914 §2)`, async () => {
  const hash = await createScrypt().hash(new TextEncoder().encode("x"));
  assert.match(hash, /^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
});

for (const [name, algorithm] of [
  ["Argon2id", cheapArgon2id],
  ["scrypt", cheapScrypt],
] as const) {
  test(`${title}: ${name} has a fresh salt each time, and verifies`, async () => {
    const hasher = createPasswordHasher({ algorithms: [algorithm] });
    const [one, two] = [await hasher.hash("pässwort"), await hasher.hash("pässwort")];
    assert.notEqual(one, two);
    assert.equal((await hasher.verify("pässwort", two)).matches, true);
    assert.equal((await hasher.verify("passwort", two)).matches, false);
  });
}

test(`${title}: a vector of scrypt verifies (RFC 7914 §12)`, async () => {
  const key = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162";
  const hash = `$scrypt$ln=10,r=8,p=16$TmFDbA$${Buffer.from(key, "hex").toString("base64").replaceAll("=", "")}`;
  assert.equal(await cheapScrypt.verify(new TextEncoder().encode("password"), hash), true);
  assert.equal(await cheapScrypt.verify(new TextEncoder().encode("Password"), hash), false);
});

test(`${title}: older parameters and older algorithms verify, and are to be hashed anew`, async () => {
  const old = createPasswordHasher({ algorithms: [createScrypt({ logCost: 3 })] });
  const hash = await old.hash("correct horse");
  const stronger = createPasswordHasher({ algorithms: [cheapScrypt] });
  assert.deepEqual(await stronger.verify("correct horse", hash), { matches: true, needsRehash: true });
  assert.deepEqual(await stronger.verify("wrong", hash), { matches: false, needsRehash: false });
  const other = createPasswordHasher({ algorithms: [cheapArgon2id, cheapScrypt] });
  assert.deepEqual(await other.verify("correct horse", hash), { matches: true, needsRehash: true });
});

test(`${title}: no hash, and one that nobody can verify, cost as much as any other`, async () => {
  const { algorithm, count } = createCountedHashing();
  const hasher = createPasswordHasher({ algorithms: [algorithm] });
  for (const hash of [undefined, "", "$md5$x", "pepper=gone$counted$v=1$00", await hasher.hash("x")]) {
    const before = count();
    assert.deepEqual(await hasher.verify("correct horse", hash), { matches: false, needsRehash: false });
    assert.equal(count() - before, 1, hash);
  }
});

for (const hash of [
  "$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "$scrypt$ln=4,r=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
  "$scrypt$",
  "$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$x",
]) {
  test(`${title}: ${hash.slice(0, 30)} matches nothing, and no memory is spent on it`, async () => {
    const hasher = createPasswordHasher({ algorithms: [cheapArgon2id, cheapScrypt] });
    assert.equal((await hasher.verify("x", hash)).matches, false);
  });
}

test(`${title}: with a pepper Argon2id and scrypt verify what they have hashed (RFC 9106 §4)`, async () => {
  // Of an HMAC's octets about one in a million is UTF-8, and Argon2id's package verifies nothing else.
  for (const algorithm of [cheapArgon2id, cheapScrypt]) {
    const hasher = createPasswordHasher({
      algorithms: [algorithm],
      peppers: [{ id: "p", secret: new Uint8Array(32) }],
    });
    for (const password of ["correct horse", "pässwörd", ""]) {
      const hash = await hasher.hash(password);
      assert.deepEqual(await hasher.verify(password, hash), { matches: true, needsRehash: false });
      assert.equal((await hasher.verify(`${password}x`, hash)).matches, false);
    }
  }
});

test(`${title}: with a pepper the hash alone does not verify; an older pepper does, and is replaced`, async () => {
  const one = { id: "one", secret: new Uint8Array(32).fill(1) };
  const two = { id: "two", secret: new Uint8Array(32).fill(2) };
  const algorithms = [cheapScrypt];
  const bare = await createPasswordHasher({ algorithms }).hash("x");
  const seasoned = await createPasswordHasher({ algorithms, peppers: [one] }).hash("x");
  assert.match(seasoned, /^pepper=one\$scrypt\$/);
  assert.equal((await createPasswordHasher({ algorithms }).verify("x", seasoned)).matches, false);
  assert.equal((await createPasswordHasher({ algorithms }).verify("x", seasoned.slice(10))).matches, false);
  const both = createPasswordHasher({ algorithms, peppers: [two, one] });
  assert.deepEqual(await both.verify("x", seasoned), { matches: true, needsRehash: true });
  assert.deepEqual(await both.verify("x", bare), { matches: true, needsRehash: true });
  assert.deepEqual(await both.verify("x", await both.hash("x")), { matches: true, needsRehash: false });
});

for (const [name, make] of [
  ["an unknown option", () => createPasswordHasher({ pepper: "x" } as never)],
  ["no algorithm", () => createPasswordHasher({ algorithms: [] })],
  ["a short pepper", () => createPasswordHasher({ peppers: [{ id: "a", secret: new Uint8Array(31) }] })],
  ["a pepper without a name", () => createPasswordHasher({ peppers: [{ id: "$", secret: new Uint8Array(32) }] })],
  ["scrypt beyond 256 MiB", () => createScrypt({ logCost: 19 })],
  ["scrypt of nothing", () => createScrypt({ blockSize: 0 })],
  ["Argon2id of nothing", () => createArgon2id({ passes: 0 })],
  ["Argon2id without memory", () => createArgon2id({ memoryKiB: 15, parallelism: 2 })],
] as const) {
  test(`${title}: ${name} is refused`, () => {
    assert.throws(make, { code: "ERR_CONFIGURATION_OPTION" });
  });
}

test("work queue: so much runs, so much waits, and one more is refused with 503", async () => {
  const run = createWorkQueue({ maxConcurrent: 2, maxWaiting: 1 });
  const ends: (() => void)[] = [];
  const work = () => new Promise<number>((resolve) => ends.push(() => resolve(ends.length)));
  const [one, two, three] = [run(work), run(work), run(work)];
  await assert.rejects(run(work), { error: "temporarily_unavailable", status: 503, headers: { "Retry-After": "1" } });
  assert.equal(ends.length, 2);
  ends[0]?.();
  await one;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(ends.length, 3);
  ends[1]?.();
  ends[2]?.();
  await Promise.all([two, three]);
  await assert.rejects(
    run(async () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  assert.equal(await run(async () => 5), 5);
});

test(`${title}: a parameter that is misspelt is refused, because hashes would be weaker than meant`, () => {
  const misspelt: object = { memoryKib: 65_536 };
  assert.throws(() => createArgon2id(misspelt), { code: "ERR_CONFIGURATION_OPTION", parameter: "memoryKib" });
  const cost: object = { cost: 18 };
  assert.throws(() => createScrypt(cost), { code: "ERR_CONFIGURATION_OPTION", parameter: "cost" });
});
