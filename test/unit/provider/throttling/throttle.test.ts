import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createBlockMemory } from "../../../../src/provider/throttling/block-memory.ts";
import { networkOf } from "../../../../src/provider/throttling/network.ts";
import {
  checkThrottle,
  clearFailures,
  countFailure,
  createThrottleKey,
} from "../../../../src/provider/throttling/throttle.ts";

const issuer = "https://id.example.com";

test("throttling: failures of an account block it for seconds that double, up to a quarter of an hour", async () => {
  let now = 1_000_000;
  const context = createProviderContext({ issuer, clock: () => now });
  const keys = [await createThrottleKey(context, "account", "anna")];
  const waits: (number | undefined)[] = [];
  for (let count = 0; count < 16; count += 1) waits.push(await countFailure(context, keys));
  assert.deepEqual(waits, [
    undefined,
    undefined,
    undefined,
    undefined,
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
    256,
    512,
    900,
    900,
  ]);
  assert.equal(await checkThrottle(context, keys), 900);
  now += 899_001;
  assert.equal(await checkThrottle(context, keys), 1);
  now += 1000;
  assert.equal(await checkThrottle(context, keys), undefined);
});

test("throttling: the longest wait of several keys counts, and what is cleared is forgotten", async () => {
  const rules = { client: { windowMs: 60_000, blockAfter: 1, blockMs: 5000, maxBlockMs: 5000 } };
  const context = createProviderContext({ issuer, clock: () => 1000, throttling: { rules } });
  const keys = await Promise.all([
    createThrottleKey(context, "client", "a"),
    createThrottleKey(context, "address", "192.0.2.1"),
  ]);
  assert.equal(await countFailure(context, keys), 5);
  assert.equal(await checkThrottle(context, keys), 5);
  await clearFailures(context, keys);
  assert.equal(await checkThrottle(context, keys), undefined);
});

test("throttling: a key tells nothing of what it stands for, and kinds are apart", async () => {
  const context = createProviderContext({ issuer });
  const [account, client, again] = await Promise.all([
    createThrottleKey(context, "account", "anna@example.com"),
    createThrottleKey(context, "client", "anna@example.com"),
    createThrottleKey(context, "account", "anna@example.com"),
  ]);
  assert.match(account.key, /^[\w-]{43}$/);
  assert.notEqual(account.key, client.key);
  assert.equal(account.key, again.key);
});

test("throttling: turned off, nothing is counted", async () => {
  const context = createProviderContext({ issuer, throttling: { isEnabled: false } });
  const keys = [await createThrottleKey(context, "account", "anna")];
  for (let count = 0; count < 10; count += 1) assert.equal(await countFailure(context, keys), undefined);
  assert.equal(await checkThrottle(context, keys), undefined);
  await clearFailures(context, keys);
});

test("throttling: options that can't be used are refused", () => {
  const rule = { windowMs: 1, blockAfter: 1, blockMs: 1, maxBlockMs: 0 };
  for (const throttling of [
    { off: true },
    { rules: { everybody: rule } },
    { rules: { client: rule } },
    { rules: { client: {} } },
    { rules: { interaction: rule } },
    { maxConsecutiveFailures: 0 },
  ])
    assert.throws(() => createProviderContext({ issuer, throttling: throttling as never }), {
      code: "ERR_CONFIGURATION_OPTION",
    });
});

test("network: an IPv4 address, the /64 of an IPv6 address, and any other text", () => {
  assert.equal(networkOf("192.0.2.1"), "192.0.2.1");
  assert.equal(networkOf("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(networkOf("2001:db8:1:2:3::4"), "20010db800010002/64");
  assert.equal(networkOf("2001:db8:1:2::"), "20010db800010002/64");
  assert.equal(networkOf("unix:".padEnd(200, "x")).length, 100);
});

test("block memory: a block is known until it is over, and the oldest is forgotten first", () => {
  let now = 0;
  const memory = createBlockMemory(() => now, 2);
  assert.equal(memory.isEmpty(), true);
  memory.remember("a", 2);
  memory.remember("b", 10);
  memory.remember("a", 3);
  memory.remember("c", 10);
  assert.deepEqual([memory.find("a"), memory.find("b"), memory.find("c")], [3, undefined, 10]);
  now = 2500;
  assert.equal(memory.find("a"), 1);
  now = 3000;
  assert.deepEqual([memory.find("a"), memory.isEmpty()], [undefined, false]);
});
