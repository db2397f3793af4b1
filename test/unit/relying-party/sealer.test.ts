import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealer, type Sealer } from "../../../src/relying-party/sealer.ts";
import { systemRandom } from "../../../src/util/random.ts";

const first = "first-secret-of-the-application-0001";
const second = "second-secret-of-the-application-0002";

function create(secrets: readonly string[], owner = "https://app.example.com"): Sealer {
  return createSealer(secrets, { random: systemRandom, owner });
}

test("what was sealed opens at its place, and nowhere else", async () => {
  const sealer = create([first]);
  const sealed = await sealer.seal("text äöü", "here");
  assert.match(sealed, /^[\w-]+$/);
  assert.deepEqual(await sealer.open(sealed, "here"), { text: "text äöü", isCurrent: true });
  assert.equal(await sealer.open(sealed, "there"), undefined);
});

test("what one application sealed, another with the same secret does not open", async () => {
  const sealed = await create([first], "https://staging.example.com/auth/callback").seal("text", "here");
  assert.equal(await create([first], "https://app.example.com/auth/callback").open(sealed, "here"), undefined);
});

test("the same text is sealed differently every time", async () => {
  const sealer = create([first]);
  assert.notEqual(await sealer.seal("text", "here"), await sealer.seal("text", "here"));
});

test("every changed character, a cut and foreign text open nothing", async () => {
  const sealer = create([first]);
  const sealed = await sealer.seal("text", "here");
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "Q" : "A") + sealed.slice(at + 1);
    assert.equal(await sealer.open(changed, "here"), undefined, String(at));
  }
  for (const text of ["", "A", "AAAA", sealed.slice(0, -4), `${sealed}AAAA`, "ä", `${sealed}=`, sealed.slice(0, 43)]) {
    assert.equal(await sealer.open(text, "here"), undefined);
  }
});

test("a former secret opens, the current one closes", async () => {
  const sealed = await create([first]).seal("text", "here");
  const rotated = create([second, first]);
  assert.deepEqual(await rotated.open(sealed, "here"), { text: "text", isCurrent: false });
  assert.equal(await create([second]).open(sealed, "here"), undefined);
  const again = await rotated.seal("text", "here");
  assert.deepEqual(await create([second]).open(again, "here"), { text: "text", isCurrent: true });
});

test("without a secret nothing is sealed", async () => {
  await assert.rejects(create([]).seal("text", "here"), TypeError);
});
