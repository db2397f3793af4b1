import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeyOptions } from "../../../../src/provider/keys/key-options.ts";
import { createSealing } from "../../../../src/provider/keys/sealing.ts";
import { createSigningKeys, type SigningKeys } from "../../../../src/provider/keys/signing-keys.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { systemRandom } from "../../../../src/util/random.ts";
import { rsaKey } from "../../../fixtures/provider/idtoken-setup.ts";

const keyA = new Uint8Array(32).fill(1);
const keyB = new Uint8Array(32).fill(2);
const textA = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

test("sealing: opens what it has sealed, with the same additional data only (RFC 7518 §5.3)", async () => {
  const sealing = createSealing({ key: keyA }, systemRandom);
  const sealed = await sealing.seal(Uint8Array.of(1, 2, 3), "key one");
  assert.deepEqual(await sealing.open(sealed, "key one"), Uint8Array.of(1, 2, 3));
  assert.equal(sealed.includes("AQID"), false);
  await assert.rejects(sealing.open(sealed, "key two"), { code: "ERR_CONFIGURATION_KEY" });
});

test("sealing: one text is never sealed twice alike", async () => {
  const sealing = createSealing({ key: keyA }, systemRandom);
  assert.notEqual(await sealing.seal(Uint8Array.of(1), "x"), await sealing.seal(Uint8Array.of(1), "x"));
});

test("sealing: refuses what was changed, cut, or written otherwise", async () => {
  const sealing = createSealing({ key: keyA }, systemRandom);
  const sealed = await sealing.seal(Uint8Array.of(1, 2, 3), "x");
  const [version, id, iv, text = ""] = sealed.split(".");
  const changed = `${text.slice(0, -2)}${text.endsWith("AA") ? "BA" : "AA"}`;
  for (const broken of [
    `${version}.${id}.${iv}.${changed}`,
    `v2.${id}.${iv}.${text}`,
    `${version}.${id}.${iv}`,
    `${version}.${id}.${iv}.${text}.${text}`,
    `${version}.${id}.AAAA.${text}`,
    `${version}.${id}.${iv}.!`,
    "",
  ])
    await assert.rejects(
      sealing.open(broken, "x"),
      { code: "ERR_CONFIGURATION_KEY", parameter: "keys.encryption" },
      broken,
    );
});

test("sealing: a key is 32 octets, or their base64url", async () => {
  const sealed = await createSealing({ key: textA }, systemRandom).seal(Uint8Array.of(9), "x");
  assert.deepEqual(await createSealing({ key: keyA }, systemRandom).open(sealed, "x"), Uint8Array.of(9));
  for (const key of [new Uint8Array(16), "short", `${textA}=`, `${textA}A`])
    assert.throws(() => createSealing({ key }, systemRandom), { code: "ERR_CONFIGURATION_KEY" });
});

test("keys: nothing private stands in the store when they are encrypted", async () => {
  const { start, load } = await setUp();
  const keys = start({ encryption: { key: keyA } });
  await keys.ready();
  const text = JSON.stringify(await load());
  assert.doesNotMatch(text, /"d"|"clear"|\\"p\\"/);
  assert.match(text, /"sealed":"v1\./);
  assert.deepEqual(await start({ encryption: { key: keyA } }).secret("form"), await keys.secret("form"));
});

test("keys: without encryption they are stored in clear", async () => {
  const { start, load } = await setUp();
  await start({}).ready();
  assert.match(JSON.stringify(await load()), /"clear"/);
});

test("keys: the wrong key, or none, fails loudly at the start and changes nothing", async () => {
  const { start, load } = await setUp();
  await start({ encryption: { key: keyA } }).ready();
  const before = await load();
  for (const options of [{ encryption: { key: keyB } }, {}]) {
    const keys = start(options);
    const expected = { code: "ERR_CONFIGURATION_KEY", parameter: "keys.encryption" };
    await assert.rejects(keys.ready(), expected);
    await assert.rejects(keys.sign({ alg: "ES256" }, {}), expected);
    await assert.rejects(keys.jwks(), expected);
  }
  assert.deepEqual(await load(), before);
});

test("keys: one sealed key in the place of another is refused", async () => {
  const { start, load, save } = await setUp();
  await start({ encryption: { key: keyA } }).ready();
  const record = await load();
  assert.ok(record !== undefined);
  const [first, second] = record.keys;
  assert.ok(first !== undefined && second !== undefined);
  const swapped = [
    { ...first, privateJwk: second["privateJwk"] ?? null },
    { ...second, privateJwk: first["privateJwk"] ?? null },
  ];
  await save({ ...record, keys: swapped, version: record.version + 1 });
  await assert.rejects(start({ encryption: { key: keyA } }).sign({ alg: "ES256" }, {}), {
    code: "ERR_CONFIGURATION_KEY",
  });
});

test("keys: a new encryption key takes over what the old one and none has sealed", async () => {
  const { start, load } = await setUp();
  const clear = start({});
  await clear.ready();
  const secret = await clear.secret("pairwise");
  const steps: readonly KeyOptions["encryption"][] = [{ key: keyA }, { key: keyB, previous: [keyA] }];
  for (const encryption of steps) {
    const before = JSON.stringify(await load());
    const keys = start({ encryption });
    await keys.ready();
    for (let turn = 0; turn < 200 && JSON.stringify(await load()) === before; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(await keys.secret("pairwise"), secret);
    await keys.sign({ alg: "ES256" }, {});
  }
  assert.doesNotMatch(JSON.stringify(await load()), /"clear"/);
  assert.deepEqual(await start({ encryption: { key: keyB } }).secret("pairwise"), secret);
});

test("keys: are sealed by a service where there is one", async () => {
  const { start, load } = await setUp();
  const asked: string[] = [];
  const encryption = {
    async seal(octets: Uint8Array<ArrayBuffer>, additionalData: string): Promise<string> {
      asked.push(additionalData.replace(/^key .*/, "key"));
      return `kms:${Buffer.from(octets).toString("hex")}`;
    },
    async open(sealed: string): Promise<Uint8Array> {
      return Buffer.from(sealed.slice(4), "hex");
    },
  };
  const keys = start({ encryption });
  await keys.sign({ alg: "ES256" }, {});
  assert.match(JSON.stringify(await load()), /"sealed":"kms:/);
  assert.ok(asked.includes("secret pairwise") && asked.includes("key"));
});

async function setUp() {
  const { keys: store } = createMemoryStore();
  const initialKeys = [await rsaKey()];
  const parts = {
    store,
    clock: () => 1_800_000_000_000,
    random: systemRandom,
    longestTokenSeconds: 3600,
    report: () => undefined,
  };
  const start = (options: KeyOptions): SigningKeys => createSigningKeys(parts, { initialKeys, ...options });
  return { start, load: store.load, save: store.save };
}
