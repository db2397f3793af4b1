import assert from "node:assert/strict";
import { test } from "node:test";
import { openText, sealText } from "../../../../src/provider/crypto/seal.ts";
import { createSlowHasher } from "../../../../src/provider/crypto/slow-hash.ts";
import { createWorkQueue } from "../../../../src/provider/crypto/work-queue.ts";
import { systemRandom } from "../../../../src/util/random.ts";

const noArgon2 = async (): Promise<never> => Promise.reject(new Error("not installed"));

test("slow hash: argon2id where its package is installed (RFC 9106 §4)", async () => {
  const hasher = createSlowHasher();
  const phc = await hasher.hash("pass word é");
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.deepEqual([await hasher.verify("pass word é", phc), await hasher.verify("pass word e", phc)], [true, false]);
  assert.equal(await hasher.isOutdated(phc), false);
});

test("slow hash: scrypt where it is not, which both verify (RFC 7914 §2)", async () => {
  const without = createSlowHasher({ loadArgon2: noArgon2 });
  const phc = await without.hash("pass word");
  assert.match(phc, /^\$scrypt\$ln=17,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await createSlowHasher().verify("pass word", phc), true);
  assert.equal(await without.verify("pass words", phc), false);
  assert.deepEqual([await without.isOutdated(phc), await createSlowHasher().isOutdated(phc)], [false, true]);
});

test("slow hash: a hash that can't be verified here is a failure of the server, not a wrong password", async () => {
  const without = createSlowHasher({ loadArgon2: noArgon2 });
  for (const phc of ["$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$scrypt$ln=17$x", "$2b$10$x"])
    await assert.rejects(without.verify("x", phc), Error);
});

test("work queue: so much at a time, so much waiting, and the rest is told to come back", async () => {
  const run = createWorkQueue({ maxConcurrent: 2, maxWaiting: 1 });
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const all = [run(work), run(work), run(work)];
  await assert.rejects(run(work), { error: "temporarily_unavailable", status: 503, headers: { "Retry-After": "1" } });
  assert.equal(ends.length, 2);
  ends[0]?.();
  await all[0];
  assert.equal(ends.length, 3);
  for (const end of ends) end();
  await Promise.all(all);
  await assert.rejects(
    run(async () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  const after = run(work);
  ends.at(-1)?.();
  await after;
});

test("seal: a text opens with its key for its owner alone, unchanged (RFC 7518 §5.3)", () => {
  const key = new Uint8Array(32).fill(7);
  const sealed = sealText("secret é", { key, owner: "web" }, systemRandom);
  assert.equal(openText(sealed, { key, owner: "web" }), "secret é");
  assert.notEqual(sealText("secret é", { key, owner: "web" }, systemRandom), sealed);
  const [iv, text, tag] = sealed.split(".");
  const broken: readonly (readonly [string, Uint8Array, string])[] = [
    [sealed, key, "other"],
    [sealed, new Uint8Array(32), "web"],
    [`${iv}.${text}x.${tag}`, key, "web"],
    [`${iv}.${text}`, key, "web"],
    [`${iv}.${text}.AAAA`, key, "web"],
    ["", key, "web"],
  ];
  for (const [given, used, owner] of broken) assert.throws(() => openText(given, { key: used, owner }), Error);
});
