import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider, type Provider } from "../../../../../src/provider/create-provider.ts";
import { createMemoryStore } from "../../../../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore } from "../../../../../src/provider/stores/store.ts";
import {
  codeOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  makeDriverKey,
  type SceneAnswer,
  webBasic,
} from "../../../../fixtures/provider/faults-driver.ts";
import { sceneOptions } from "../../../../fixtures/provider/faults-scene.ts";

interface Family {
  readonly driver: FaultsDriver;
  readonly store: ProviderStore;
  readonly provider: Provider;
  readonly code: string;
  /** What the client `spa` has. */
  readonly root: SceneAnswer;
  /** What `web` got for the access token of `spa`, and what it got for that. */
  readonly child: SceneAnswer;
  readonly grandchild: SceneAnswer;
  readonly advance: (seconds: number) => void;
  /** The store finds no grant by its id any more. */
  readonly lose: () => void;
}

/** A client's tokens, which another client has exchanged, twice over, for refresh tokens of its own. */
async function open(scope = "openid offline_access", isRefreshable = true): Promise<Family> {
  const key = await makeDriverKey();
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  let isLost = false;
  const memory = createMemoryStore({ clock });
  const findGrant = async (id: string) => (isLost ? undefined : memory.grants.findGrant(id));
  const store: ProviderStore = { ...memory, grants: { ...memory.grants, findGrant } };
  const tokenExchange = () => ({ allow: true, refreshToken: isRefreshable }) as const;
  const lifetimes = { grantSeconds: 3600, accessTokenSeconds: 86_400 };
  const provider = createProvider({ ...sceneOptions(key.publicJwk), lifetimes, clock, tokenExchange, store });
  const driver = createFaultsDriver([(request) => provider.fetch(request)], key);
  const query = new URLSearchParams({ ...goodRequest, scope });
  const code = codeOf(await driver.get(`/authorize?${query}`, await driver.signIn())) ?? assert.fail("no code");
  const root = await driver.redeem(code);
  const child = await driver.exchange(root.body.access_token);
  const grandchild = await driver.exchange(child.body.access_token);
  for (const { status, text } of [root, child, grandchild]) assert.equal(status, 200, text);
  const advance = (seconds: number): void => {
    nowMs += seconds * 1000;
  };
  const lose = (): void => {
    isLost = true;
  };
  return { driver, store, provider, code, root, child, grandchild, advance, lose };
}

const online = "openid profile";

for (const [title, scope, end] of [
  ["its code comes again (RFC 6749 §4.1.2)", undefined, ({ driver, code }: Family) => driver.redeem(code)],
  [
    "its refresh token comes again (RFC 9700 §4.14.2)",
    undefined,
    async ({ driver, root }: Family) => {
      const token = String(root.body.refresh_token);
      await driver.refresh(token);
      await driver.refresh(token);
    },
  ],
  [
    "its refresh token is revoked (RFC 7009 §2.1)",
    undefined,
    ({ driver, root }: Family) => driver.post("/revoke", { client_id: "spa", token: String(root.body.refresh_token) }),
  ],
  [
    "the session ends that it was made in",
    online,
    ({ provider }: Family) => provider.admin.sessions.endAll("alice-id"),
  ],
  [
    "the consent is withdrawn that it rests on",
    undefined,
    async ({ provider, store }: Family) => {
      const consent = { accountId: "alice-id", clientId: "spa", scope: [], details: {}, updatedAtMs: 1 };
      await store.consents.put(consent);
      assert.equal(await provider.admin.consents.remove("alice-id", "spa"), true);
    },
  ],
  [
    "it is revoked by an administrator",
    undefined,
    ({ provider }: Family) => provider.admin.grants.revokeAll({ clientId: "spa" }),
  ],
  ["it expires", undefined, async ({ advance }: Family) => advance(3600)],
] as const)
  test(`token exchange: what was exchanged ends with the grant of the subject token when ${title}`, async () => {
    for (const isRefreshable of [true, false]) {
      const family = await open(scope, isRefreshable);
      const { driver, child, grandchild } = family;
      const tokens = [child, grandchild].flatMap(({ body }) => [body.access_token, body.refresh_token ?? []]).flat();
      assert.equal(tokens.length, isRefreshable ? 4 : 2);
      for (const token of tokens) assert.equal(await driver.isActive(token), true);
      await end(family);
      for (const token of tokens) assert.equal(await driver.isActive(token), false);
      for (const { body } of isRefreshable ? [child, grandchild] : [])
        assert.equal((await refresh(driver, body.refresh_token)).body.error, "invalid_grant");
      for (const { body } of [child, grandchild])
        assert.equal((await driver.exchange(body.access_token)).body.error, "invalid_request");
    }
  });

test("token exchange: whoever exchanged ends its own part of the family, and what hangs on that, and no more (RFC 7009 §2.1)", async () => {
  const { driver, root, child, grandchild } = await open();
  const revoked = await driver.post("/revoke", { token: String(child.body.refresh_token) }, webBasic);
  assert.equal(revoked.status, 200);
  for (const { body } of [child, grandchild])
    for (const token of [body.access_token, body.refresh_token]) assert.equal(await driver.isActive(token), false);
  assert.equal(await driver.isAlive(root.body.access_token), true);
  assert.equal((await driver.refresh(String(root.body.refresh_token))).status, 200);
});

test("token exchange: the grants of a family are not told to resources", async () => {
  const { driver, grandchild } = await open();
  const { body } = await driver.post("/introspect", { token: String(grandchild.body.access_token) }, webBasic);
  assert.equal(body.active, true);
  assert.equal(JSON.stringify(body).includes("exchanged_from"), false);
});

test("token exchange: a family has at most eight generations", async () => {
  const { driver, grandchild } = await open();
  let last = grandchild;
  for (let generation = 3; generation <= 8; generation += 1) {
    last = await driver.exchange(last.body.access_token);
    assert.equal(last.status, 200, `${generation}: ${last.text}`);
  }
  const refused = await driver.exchange(last.body.access_token);
  assert.deepEqual([refused.status, refused.body.error], [400, "invalid_request"]);
});

test("token exchange: a grant that a store has lost is one that has ended", async () => {
  const { driver, child, root, lose } = await open();
  lose();
  assert.equal(await driver.isActive(child.body.access_token), false);
  assert.equal(await driver.isAlive(root.body.access_token), true);
});

test("token exchange: a grant that is taken back while the policy thinks gives no refresh token either", async () => {
  const key = await makeDriverKey();
  const store = createMemoryStore();
  const provider = createProvider({
    ...sceneOptions(key.publicJwk),
    store,
    async tokenExchange() {
      await store.grants.revokeGrants({ clientId: "spa", accountId: "alice-id" }, "test", Date.now());
      return { allow: true, refreshToken: true };
    },
  });
  const driver = createFaultsDriver([(request) => provider.fetch(request)], key);
  const { body } = await driver.redeem(await driver.code());
  assert.equal((await driver.exchange(body.access_token)).body.error, "invalid_grant");
});

function refresh(driver: FaultsDriver, token: unknown): Promise<SceneAnswer> {
  return driver.post("/token", { grant_type: "refresh_token", refresh_token: String(token) }, webBasic);
}
