import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoPNonces } from "../../../src/dpop/proof-nonce.ts";

const one = "o".repeat(32);
const two = new Uint8Array(32).fill(2);

function at(seconds: number, secrets: readonly (string | Uint8Array<ArrayBuffer>)[] = [one]) {
  return createDPoPNonces({ secrets, lifetimeSeconds: 60, clock: () => seconds * 1000 });
}

test("DPoP nonces: the same for all servers with the secret, and of the characters that a nonce may have (RFC 9449 §8.1)", async () => {
  const nonce = await at(600).issue();
  assert.match(nonce, /^[\w-]{43}$/);
  assert.equal(await at(659).issue(), nonce);
  assert.notEqual(await at(660).issue(), nonce);
  assert.notEqual(await at(600, [two]).issue(), nonce);
  assert.notEqual(await createDPoPNonces({ secrets: [one], lifetimeSeconds: 30, clock: () => 600_000 }).issue(), nonce);
});

test("DPoP nonces: good in their slot, in the one after, and at a server whose clock is behind", async () => {
  const nonce = await at(600).issue();
  for (const [seconds, state] of [
    [539, "stale"],
    [540, "accepted"],
    [600, "newest"],
    [659, "newest"],
    [660, "accepted"],
    [719, "accepted"],
    [720, "stale"],
  ] as const)
    assert.equal(await at(seconds).check(nonce), state, String(seconds));
  assert.equal(await at(600).check(undefined), "missing");
  for (const other of ["", `${nonce}x`, nonce.slice(1)]) assert.equal(await at(600).check(other), "stale");
});

test("DPoP nonces: the first secret makes them, the others still recognise theirs", async () => {
  const old = await at(600, [one]).issue();
  const rotated = at(600, [two, one]);
  assert.equal(await rotated.check(old), "accepted");
  assert.equal(await rotated.check(await rotated.issue()), "newest");
  assert.equal(await at(600, [two]).check(old), "stale");
});

test("DPoP nonces: without a secret each process has its own", async () => {
  const clock = (): number => 600_000;
  const mine = createDPoPNonces({ clock });
  assert.equal(await mine.check(await mine.issue()), "newest");
  assert.equal(await createDPoPNonces({ clock }).check(await mine.issue()), "stale");
  assert.equal(mine.acceptedForSeconds, 360);
});

test("DPoP nonces: go on while the clock does", async () => {
  let time = 0;
  const nonces = createDPoPNonces({ secrets: [one], lifetimeSeconds: 60, clock: () => time });
  const seen = new Set<string>();
  for (time = 0; time < 600_000; time += 30_000) {
    const nonce = await nonces.issue();
    seen.add(nonce);
    assert.equal(await nonces.check(nonce), "newest");
  }
  assert.equal(seen.size, 10);
});

test("DPoP nonces: a secret that is changed later changes nothing", async () => {
  const secret = new Uint8Array(32).fill(2);
  const nonces = at(600, [secret]);
  secret.fill(0);
  assert.equal(await nonces.issue(), await at(600, [two]).issue());
});

test("DPoP nonces: weak secrets, lifetimes and clocks that are none are refused (RFC 9449 §8)", async () => {
  for (const [parameter, options] of [
    ["secrets", { secrets: [] }],
    ["secrets", { secrets: ["o".repeat(31)] }],
    ["secrets", { secrets: [one, new Uint8Array(31)] }],
    ["secrets", { secrets: [1] }],
    ["secrets", { secrets: one }],
    ["lifetimeSeconds", { lifetimeSeconds: 0 }],
    ["lifetimeSeconds", { lifetimeSeconds: 1.5 }],
  ] as const)
    assert.throws(() => Reflect.apply(createDPoPNonces, undefined, [options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  const clockless = createDPoPNonces({ clock: () => Number.NaN });
  await assert.rejects(clockless.issue(), { code: "ERR_CONFIGURATION_OPTION", parameter: "clock" });
  await assert.rejects(clockless.check("any"), { code: "ERR_CONFIGURATION_OPTION", parameter: "clock" });
});
