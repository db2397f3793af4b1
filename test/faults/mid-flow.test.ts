import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import { createFaultsDriver, type FaultsDriver, makeDriverKey, verifier } from "../fixtures/provider/faults-driver.ts";
import { redirectUri, sceneOptions, webSecret } from "../fixtures/provider/faults-scene.ts";
import { createFaultyStore, type FaultyStore } from "../fixtures/provider/faulty-store.ts";

interface Flow {
  readonly driver: FaultsDriver;
  readonly provider: Provider;
  readonly faulty: FaultyStore;
  readonly advance: (seconds: number) => void;
  /** A person whom the application switches off, or who gets another password. */
  readonly person: { isActive: boolean; passwordChangedAtMs?: number };
}

/** A provider whose client `app` is stored, so that it can change while a flow goes on. */
async function open(): Promise<Flow> {
  const key = await makeDriverKey();
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  const faulty = createFaultyStore(createMemoryStore({ clock }));
  const scene = sceneOptions(key.publicJwk);
  const person: Flow["person"] = { isActive: true };
  const { find, ...accounts } = scene.accounts;
  const provider = createProvider({
    ...scene,
    clock,
    accounts: {
      ...accounts,
      find: async (id) => {
        const account = await find(id);
        return account === undefined ? undefined : { ...account, ...person };
      },
    },
    firstPartyClients: ["spa", "web", "app"],
    store: faulty.store,
  });
  await provider.admin.clients.create({
    clientId: "app",
    metadata: {
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
    },
  });
  const advance = (seconds: number): void => {
    nowMs += seconds * 1000;
  };
  return { driver: createFaultsDriver([(request) => provider.fetch(request)], key), provider, faulty, advance, person };
}

const ofApp = { client_id: "app" };

function redeem(driver: FaultsDriver, code: string, more: Readonly<Record<string, string>> = {}) {
  const grant = { grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier, code };
  return driver.post("/token", { ...ofApp, ...grant, ...more });
}

async function codeOfApp(driver: FaultsDriver): Promise<string> {
  const answer = await driver.authorize(ofApp);
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? assert.fail(answer.text);
}

for (const [title, change, error] of [
  ["its redirect URI is taken away", { redirect_uris: ["https://app.example.com/other"] }, "invalid_grant"],
  ["the grant type is taken away", { grant_types: ["client_credentials"], response_types: [] }, "unauthorized_client"],
] as const)
  test(`faults: a code is worth nothing once ${title} from the client (RFC 6749 §4.1.3)`, async () => {
    const { driver, provider } = await open();
    const code = await codeOfApp(driver);
    const metadata =
      error === "unauthorized_client" ? { ...change, token_endpoint_auth_method: "client_secret_basic" } : change;
    const { secret } = (await provider.admin.clients.update("app", metadata)) ?? {};
    const headers = secret === undefined ? undefined : { authorization: `Basic ${btoa(`app:${secret}`)}` };
    const grant = { grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier, code };
    const { body } = await driver.post("/token", headers === undefined ? { ...ofApp, ...grant } : grant, headers);
    assert.equal(body.error, error);
  });

test("faults: a client that is disabled in the middle of a flow gets nothing for its code and its refresh token, and its tokens are dead", async () => {
  const { driver, provider } = await open();
  const { body } = await redeem(driver, await codeOfApp(driver));
  const code = await codeOfApp(driver);
  await provider.admin.clients.disable("app");
  const refresh = { ...ofApp, grant_type: "refresh_token", refresh_token: String(body.refresh_token) };
  for (const answer of [await redeem(driver, code), await driver.post("/token", refresh)])
    assert.deepEqual([answer.status, answer.body.error], [401, "invalid_client"]);
  assert.equal(await driver.isAlive(body.access_token), false);
  assert.equal((await driver.authorize(ofApp)).status, 400);
});

test("faults: a secret that was replaced without an overlap is refused at the next step (RFC 6749 §2.3.1)", async () => {
  const { driver, provider } = await open();
  const { secret: first = "" } =
    (await provider.admin.clients.update("app", {
      token_endpoint_auth_method: "client_secret_basic",
    })) ?? {};
  const code = await codeOfApp(driver);
  const { secret: second = "" } = (await provider.admin.clients.rotateSecret("app", { overlapSeconds: 0 })) ?? {};
  const grant = { grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier, code };
  const post = (secret: string) => driver.post("/token", grant, { authorization: `Basic ${btoa(`app:${secret}`)}` });
  assert.equal((await post(first)).body.error, "invalid_client");
  assert.equal((await post(second)).status, 200);
});

for (const [title, change] of [
  ["disabled", (person: Flow["person"]) => Object.assign(person, { isActive: false })],
  [
    "given another password",
    (person: Flow["person"], nowMs: number) => Object.assign(person, { passwordChangedAtMs: nowMs }),
  ],
] as const)
  test(`faults: an account that is ${title} in the middle of a flow: code, refresh token, session and introspection say so`, async () => {
    const { driver, advance, person } = await open();
    const { body } = await driver.redeem(await driver.code());
    const exchanged = await driver.exchange(body.access_token);
    const code = await driver.code();
    advance(5);
    change(person, Date.now() + 4000);
    assert.equal((await driver.redeem(code)).body.error, "invalid_grant");
    assert.equal((await driver.refresh(String(body.refresh_token))).body.error, "invalid_grant");
    assert.equal(await driver.isAlive(body.access_token), false);
    assert.equal(await driver.isActive(exchanged.body.access_token), false);
    assert.match((await driver.authorize()).headers.get("location") ?? "", /\/login/);
  });

test("faults: a code that was used comes again with a wrong verifier, or by another client: refused, and nothing is taken back (RFC 6749 §4.1.2)", async () => {
  const { driver } = await open();
  const code = await driver.code();
  const { body } = await driver.redeem(code);
  const grant = { grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier, code };
  const wrong = [
    await driver.post("/token", { ...grant, client_id: "spa", code_verifier: "x".repeat(43) }),
    await driver.post("/token", { ...grant, ...ofApp }),
    await driver.post("/token", grant, { authorization: `Basic ${btoa(`web:${webSecret}`)}` }),
  ];
  for (const answer of wrong) assert.deepEqual([answer.status, answer.body.error], [400, "invalid_grant"]);
  assert.equal(await driver.isAlive(body.access_token), true);
  assert.equal((await driver.refresh(String(body.refresh_token))).status, 200);
});

test("faults: a refresh token of two generations before ends the family, and again and again changes nothing (RFC 9700 §4.14.2)", async () => {
  const { driver, faulty } = await open();
  const first = await driver.redeem(await driver.code());
  const second = await driver.refresh(String(first.body.refresh_token));
  const third = await driver.refresh(String(second.body.refresh_token));
  for (let count = 0; count < 3; count += 1)
    assert.equal((await driver.refresh(String(first.body.refresh_token))).body.error, "invalid_grant");
  for (const { body } of [first, second, third]) {
    assert.equal(await driver.isAlive(body.access_token), false);
    assert.equal((await driver.refresh(String(body.refresh_token))).body.error, "invalid_grant");
  }
  assert.equal(faulty.calls.filter((verb) => verb === "grants.revokeGrants").length, 1);
});

for (const when of ["before", "after"] as const)
  test(`faults: a process that dies ${when} a new key is saved leaves keys that sign and verify, and the next rotation works`, async () => {
    const { driver, provider, faulty } = await open();
    const old = await driver.redeem(await driver.code());
    faulty.failAt({ verb: "keys.save", when });
    await provider.keys.rotate("ES256").catch(() => undefined);
    const next = await driver.redeem(await driver.code());
    for (const { body } of [old, next]) {
      assert.equal(await driver.isAlive(body.access_token), true);
      const logout = new URLSearchParams({ id_token_hint: String(body.id_token), client_id: "spa" });
      assert.ok((await driver.get(`/end-session?${logout}`)).status < 400);
    }
    await provider.keys.rotate("ES256");
    assert.equal((await driver.redeem(await driver.code())).status, 200);
    const kids = (await provider.keys.list()).map(({ kid }) => kid);
    assert.equal(new Set(kids).size, kids.length);
  });
