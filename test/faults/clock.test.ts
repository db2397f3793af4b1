import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../src/provider/create-provider.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import {
  cookiesOf,
  createFaultsDriver,
  type FaultsDriver,
  hiddenOf,
  makeDriverKey,
  webBasic,
} from "../fixtures/provider/faults-driver.ts";
import { alice, issuer, sceneOptions } from "../fixtures/provider/faults-scene.ts";

interface Node {
  readonly driver: FaultsDriver;
  /** Sets the clock of this process to so many seconds before or after the true time. */
  readonly shift: (seconds: number) => void;
}

let key: ReturnType<typeof makeDriverKey> | undefined;
const hour = 3600;
const day = 86_400;

/** Processes that share a store, each with a clock of its own. */
async function open(): Promise<readonly [Node, Node]> {
  key ??= makeDriverKey();
  const made = await key;
  const store = createMemoryStore();
  const nodes = [1, 2].map((): Node => {
    let shiftMs = 0;
    const options = { ...sceneOptions(made.publicJwk), throttling: {}, clock: () => Date.now() + shiftMs, store };
    const provider = createProvider(options);
    return {
      driver: createFaultsDriver([(request) => provider.fetch(request)], made),
      shift: (seconds) => {
        shiftMs = seconds * 1000;
      },
    };
  });
  const [first, second] = nodes;
  return first === undefined || second === undefined ? assert.fail() : [first, second];
}

test("faults: a clock that goes an hour back and a day forward lets no code and no token outlive its time", async () => {
  const [{ driver, shift }] = await open();
  const code = await driver.code();
  const { body } = await driver.redeem(await driver.code());
  shift(-hour);
  assert.equal(await driver.isAlive(body.access_token), true);
  shift(day);
  assert.equal(await driver.isAlive(body.access_token), false);
  assert.equal((await driver.redeem(code)).body.error, "invalid_grant");
  assert.equal((await driver.refresh(String(body.refresh_token))).status, 200, "a refresh token lives for longer");
  shift(0);
  assert.equal(await driver.isAlive(body.access_token), true, "nothing was forgotten before its time");
});

test("faults: clocks of two processes that differ by a minute agree on codes, refreshes and who is signed in", async () => {
  const [early, late] = await open();
  early.shift(-30);
  late.shift(30);
  const { body } = await late.driver.redeem(await early.driver.code());
  assert.equal(body.error, "invalid_grant", "the code lived sixty seconds by the clock of the first");
  late.shift(20);
  const tokens = await late.driver.redeem(await early.driver.code());
  assert.equal(tokens.status, 200);
  assert.equal(await early.driver.isAlive(tokens.body.access_token), true);
  assert.equal((await early.driver.redeem(await late.driver.code())).status, 200);
  const next = await early.driver.refresh(String(tokens.body.refresh_token));
  assert.equal(next.status, 200);
  assert.equal((await late.driver.refresh(String(next.body.refresh_token))).status, 200);
});

test("faults: a refresh token that another process has replaced a moment later is no good for a process whose clock is behind", async () => {
  const [early, late] = await open();
  const { body } = await early.driver.redeem(await early.driver.code());
  const token = String(body.refresh_token);
  assert.equal((await late.driver.refresh(token)).status, 200);
  early.shift(-30);
  assert.equal((await early.driver.refresh(token)).body.error, "invalid_grant");
});

for (const [title, when, then] of [
  ["a clock that was a day ahead", day, 0],
  ["a clock that goes an hour back", 0, -hour],
] as const)
  test(`faults: ${title} locks nobody out for that long (NIST SP 800-63B)`, async () => {
    const [{ driver, shift }] = await open();
    const page = await driver.get("/login");
    const send = (password: string) =>
      driver.post(
        "/login",
        { ...hiddenOf(page), login: alice.login, password },
        { cookie: cookiesOf(page), origin: issuer },
      );
    shift(when);
    for (let attempt = 0; attempt < 6; attempt += 1) await send("wrong");
    assert.equal((await send(alice.password)).status, 429);
    shift(then);
    assert.equal((await send(alice.password)).status, 303);
  });

test("faults: an assertion from a minute ahead is refused, and one that was used stays used when the clock goes back", async () => {
  const [{ driver, shift }] = await open();
  const form = {
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  };
  const assertion = await driver.assertion();
  const send = () => driver.post("/token", { ...form, client_assertion: assertion });
  shift(-300);
  assert.equal((await send()).body.error, "invalid_client");
  shift(0);
  assert.equal((await send()).status, 200);
  shift(-20);
  assert.equal((await send()).body.error, "invalid_client");
  assert.equal((await driver.post("/token", { grant_type: "client_credentials" }, webBasic)).status, 200);
});
