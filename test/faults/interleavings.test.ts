import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import { combineStores } from "../../src/provider/stores/combine.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore } from "../../src/provider/stores/store.ts";
import {
  codeOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  makeDriverKey,
  type SceneAnswer,
} from "../fixtures/provider/faults-driver.ts";
import { sceneOptions } from "../fixtures/provider/faults-scene.ts";
import { createStoreScheduler, type StoreScheduler } from "../fixtures/provider/store-scheduler.ts";

const orders = Array.from({ length: 60 }, (_, seed) => seed);
type Make = (schedule: StoreScheduler["schedule"]) => ProviderStore;
const kinds: readonly (readonly [title: string, make: Make])[] = [
  ["one store", (schedule) => schedule(createMemoryStore())],
  [
    "codes in a store of their own",
    (schedule) => {
      const [durable, { artifacts, sweep, ping, close }] = [
        schedule(createMemoryStore()),
        schedule(createMemoryStore()),
      ];
      return combineStores({ durable, shortLived: { artifacts, sweep, ping, close } });
    },
  ],
];

async function open(
  make: Make,
): Promise<{ readonly driver: FaultsDriver; readonly run: StoreScheduler["run"]; readonly provider: Provider }> {
  key ??= makeDriverKey();
  const { schedule, run } = createStoreScheduler();
  const made = await key;
  const provider = createProvider({ ...sceneOptions(made.publicJwk), store: make(schedule) });
  return { run, provider, driver: createFaultsDriver([(request) => provider.fetch(request)], made) };
}

let key: ReturnType<typeof makeDriverKey> | undefined;

for (const [title, make] of kinds) {
  test(`faults, ${title}: in whatever order two redeem a code, one gets tokens at most, and they are taken back`, async () => {
    const { driver, run } = await open(make);
    for (const seed of orders) {
      const code = await driver.code();
      const answers = await run(
        [1, 2].map(() => driver.redeem(code)),
        seed,
      );
      const won = answers.filter(({ status }) => status === 200);
      // Codes of their own are used up before the tokens are written, and a replay in between comes before them.
      assert.ok(won.length <= 1 && (won.length === 1 || title !== "one store"), `order ${seed}: ${won.length} won`);
      assert.ok(
        answers.every(({ status, body }) => status === 200 || body.error === "invalid_grant"),
        `order ${seed}`,
      );
      for (const { body } of won) {
        assert.equal(await driver.isAlive(body.access_token), false, `order ${seed}`);
        assert.equal((await driver.refresh(String(body.refresh_token))).status, 400, `order ${seed}`);
      }
    }
  });

  test(`faults, ${title}: in whatever order a code is redeemed and its session ends, no token outlives the session`, async () => {
    const { driver, run } = await open(make);
    for (const seed of orders) {
      const cookies = await driver.signIn();
      const ask = async (): Promise<string> => {
        const query = new URLSearchParams({ ...goodRequest, scope: "openid" });
        return codeOf(await driver.get(`/authorize?${query}`, cookies)) ?? assert.fail("no code");
      };
      const { body } = await driver.redeem(await ask());
      const code = await ask();
      const hint = new URLSearchParams({ id_token_hint: String(body.id_token) });
      const [tokens, ended] = await run([driver.redeem(code), driver.get(`/end-session?${hint}`, cookies)], seed);
      assert.equal(ended?.status, 200, ended?.text);
      assert.equal(await driver.isAlive(body.access_token), false, `order ${seed}`);
      assert.equal(await driver.isAlive(tokens?.body.access_token), false, `order ${seed}: ${tokens?.status}`);
    }
  });

  test(`faults, ${title}: in whatever order codes and refresh tokens are used and the store is swept, nothing good is lost`, async () => {
    const { driver, run, provider } = await open(make);
    for (const seed of orders) {
      const [code, other] = [await driver.code(), await driver.redeem(await driver.code())];
      const sweep = async (): Promise<undefined> => void (await provider.sweep());
      const refresh = String(other.body.refresh_token);
      const work = [driver.redeem(code), sweep(), driver.refresh(refresh), sweep()];
      const [redeemed, , refreshed] = await run<SceneAnswer | undefined>(work, seed);
      assert.deepEqual([redeemed?.status, refreshed?.status], [200, 200], `order ${seed}`);
      await provider.sweep();
      assert.equal((await driver.redeem(code)).body.error, "invalid_grant");
      assert.equal(await driver.isAlive(redeemed?.body.access_token), false, "the replay was known as one");
    }
  });

  test(`faults, ${title}: in whatever order a grant is refreshed and taken back, no token of it stays good`, async () => {
    const { driver, run } = await open(make);
    for (const seed of orders) {
      const { body } = await driver.redeem(await driver.code());
      const token = String(body.refresh_token);
      const revoke = () => driver.post("/revoke", { token, client_id: "spa" });
      const [refreshed, revoked] = await run([driver.refresh(token), revoke()], seed);
      assert.equal(revoked?.status, 200);
      assert.equal(await driver.isAlive(body.access_token), false, `order ${seed}`);
      assert.equal(await driver.isAlive(refreshed?.body.access_token), false, `order ${seed}`);
      assert.equal((await driver.refresh(String(refreshed?.body.refresh_token))).status, 400, `order ${seed}`);
    }
  });
}
