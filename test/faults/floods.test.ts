import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import type { ProviderOptions } from "../../src/provider/options.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import { createRowCounter, type RowCounter } from "../fixtures/provider/abuse-row-counter.ts";
import {
  cookiesOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  hiddenOf,
  makeDriverKey,
  webBasic,
} from "../fixtures/provider/faults-driver.ts";
import { issuer, redirectUri, sceneOptions } from "../fixtures/provider/faults-scene.ts";

interface Scene extends RowCounter {
  readonly provider: Provider;
  /** Somebody at an address. */
  readonly at: (remoteAddress: string) => FaultsDriver;
  readonly passSeconds: (seconds: number) => void;
  readonly now: () => number;
}

const attacker = "192.0.2.1";
const other = "198.51.100.7";
let key: ReturnType<typeof makeDriverKey> | undefined;

async function open(options: Partial<ProviderOptions> = {}, bounds: { readonly share?: number } = {}): Promise<Scene> {
  key ??= makeDriverKey();
  const made = await key;
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  const counter = createRowCounter(createMemoryStore({ clock, maxReplayEntriesPerClaimant: bounds.share }));
  const { throttling: _none, ...scene } = sceneOptions(made.publicJwk);
  const provider = createProvider({ ...scene, ...options, clock, store: counter.store });
  return {
    ...counter,
    provider,
    now: clock,
    passSeconds: (seconds) => {
      nowMs += seconds * 1000;
    },
    at: (remoteAddress) => createFaultsDriver([(request) => provider.handle(request, { remoteAddress })], made),
  };
}

const authorizePath = `/authorize?${new URLSearchParams(goodRequest)}`;

test("flood of authorization requests: one network fills so many rows and no more, and keeps nobody else out", async () => {
  const scene = await open();
  const statuses = new Set<number>();
  for (let count = 0; count < 1200; count += 1)
    statuses.add((await scene.at(attacker).get(authorizePath, { accept: "text/html" })).status);
  assert.deepEqual([...statuses], [303, 429]);
  assert.equal(scene.rows("interaction"), 999);
  assert.equal(scene.calls("throttle.fail"), 1000);
  const refused = await scene.at(attacker).get(authorizePath, { accept: "text/html" });
  assert.equal(refused.headers.get("retry-after"), "60");
  assert.match(refused.headers.get("content-type") ?? "", /^text\/html/);
  assert.match(refused.text, /too many attempts/);
  const form = await scene.at(attacker).post("/authorize", goodRequest);
  assert.equal(form.status, 429);
  assert.equal(scene.rows("pushed_authorization_request"), 0);
  assert.equal((await scene.at(other).get(authorizePath)).status, 303);
  scene.passSeconds(700);
  assert.equal((await scene.at(attacker).get(authorizePath)).status, 303);
});

test("flood of authorization requests: the addresses of one IPv6 network are one", async () => {
  const rule = { windowMs: 60_000, blockAfter: 5, blockMs: 1000, maxBlockMs: 1000 };
  const scene = await open({ throttling: { rules: { interaction: rule } } });
  for (let count = 0; count < 20; count += 1) await scene.at(`2001:db8::${count}`).get(authorizePath);
  assert.equal(scene.rows("interaction"), 4);
  assert.equal((await scene.at("2001:db8:0:1::1").get(authorizePath)).status, 303);
});

for (const [path, kind, form] of [
  ["/par", "pushed_authorization_request", goodRequest],
  ["/device_authorization", "device_code", { client_id: "tv", scope: "openid" }],
] as const) {
  test(`flood of ${path} in the name of a public client: bounded by client and network`, async () => {
    const scene = await open();
    for (let count = 0; count < 1100; count += 1) await scene.at(attacker).post(path, form);
    assert.equal(scene.rows(kind), 999);
    const refused = await scene.at(attacker).post(path, form);
    assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "60"]);
    assert.equal(refused.body.error, "temporarily_unavailable");
    const another = await scene.at(other).post(path, form);
    assert.ok(another.status === 200 || another.status === 201);
  });
}

test("flood of /par by a client that has proved who it is: not counted", async () => {
  const rule = { windowMs: 60_000, blockAfter: 1, blockMs: 1000, maxBlockMs: 1000 };
  const scene = await open({ throttling: { rules: { publicRequest: rule } } });
  for (let count = 0; count < 5; count += 1)
    assert.equal(
      (await scene.at(attacker).post("/par", { ...goodRequest, client_id: "web", redirect_uri: redirectUri }, webBasic))
        .status,
      201,
    );
});

test("flood of invented names at the login page: a network leaves so many counts and no more", async () => {
  const scene = await open();
  const driver = scene.at(attacker);
  const page = await driver.get("/login");
  const headers = { cookie: cookiesOf(page), origin: issuer };
  const statuses = new Map<number, number>();
  for (let count = 0; count < 500; count += 1) {
    const form = { ...hiddenOf(page), login: `name-${count}`, password: "wrong" };
    const { status } = await driver.post("/login", form, headers);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual(Object.fromEntries(statuses), { 403: 100, 429: 400 });
  // The name, the account it may be of, its failures in a row; and the network.
  assert.equal(scene.rows("throttle"), 301);
  assert.ok((await scene.at(other).signIn()).cookie);
});

test("flood of invented clients at the token endpoint: a network leaves so many counts and no more", async () => {
  const scene = await open();
  for (let count = 0; count < 500; count += 1)
    await scene
      .at(attacker)
      .post(
        "/token",
        { grant_type: "client_credentials" },
        { authorization: `Basic ${btoa(`client-${count}:secret`)}` },
      );
  assert.equal(scene.rows("throttle"), 101);
  const good = await scene.at(other).post("/token", { grant_type: "client_credentials" }, webBasic);
  assert.equal(good.status, 200);
});

test("guessing user codes: so few are looked up in half an hour that none is found, and others go on (RFC 8628 §5.1)", async () => {
  const accounts = ["alice", "bob"].map((id) => ({ id, displayName: id, isActive: true, claims: {} }));
  const scene = await open({
    accounts: {
      find: async (id) => accounts.find((each) => each.id === id),
      verifyPassword: async (login) => accounts.find((each) => each.id === login),
    },
  });
  const driver = scene.at(attacker);
  const headers = await driver.signIn();
  const statuses = new Set<number>();
  const page = await driver.get("/device", headers);
  const cookie = `${headers.cookie ?? ""}; ${cookiesOf(page)}`;
  for (let count = 0; count < 1800; count += 1) {
    const guess = { ...hiddenOf(page), user_code: "BCDF-GHJK" };
    statuses.add((await driver.post("/device", guess, { cookie, origin: issuer })).status);
    scene.passSeconds(1);
  }
  assert.equal(statuses.has(429), true);
  assert.ok(scene.calls("artifacts.findByAlternate") <= 30, `${scene.calls("artifacts.findByAlternate")} look-ups`);
  assert.ok(scene.rows("throttle") <= 4);
  const begun = await scene.at(attacker).post("/device_authorization", { client_id: "tv", scope: "openid" });
  const code = String(begun.body.user_code);
  // Of the account that has guessed, from anywhere: refused. Of another one at another address: the question.
  const elsewhere = await scene.at(other).get(`/device?user_code=${code}`, headers);
  assert.equal(elsewhere.status, 429);
  const bob = scene.at(other);
  const login = await bob.get("/login");
  const bobCookie = cookiesOf(login);
  const signed = await bob.post(
    "/login",
    { ...hiddenOf(login), login: "bob", password: "any" },
    { cookie: bobCookie, origin: issuer },
  );
  const question = await bob.get(`/device?user_code=${code}`, { cookie: `${bobCookie}; ${cookiesOf(signed)}` });
  assert.equal(question.status, 200);
  assert.match(question.text, new RegExp(code));
});

test("flood of proofs, each of another key, in the name of a public client: a network fills its share and no more (RFC 9449 §11.1)", async () => {
  const scene = await open({}, { share: 20 });
  let nonce: string | undefined;
  const prove = async (
    address: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const claims = {
      jti: randomUUID(),
      htm: "POST",
      htu: `${issuer}/token`,
      ...(nonce === undefined ? {} : { nonce }),
    };
    const dpop = await new SignJWT(claims)
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: await exportJWK(publicKey) })
      .setIssuedAt(Math.floor(scene.now() / 1000))
      .sign(privateKey);
    return scene.at(address).post("/token", form, { ...headers, dpop });
  };
  const guess = { grant_type: "authorization_code", client_id: "spa", redirect_uri: redirectUri, code: "none" };
  nonce = (await prove(attacker, guess)).headers.get("dpop-nonce") ?? undefined;
  const statuses: number[] = [];
  for (let count = 0; count < 30; count += 1) statuses.push((await prove(attacker, guess)).status);
  assert.deepEqual(statuses, [...Array(20).fill(400), ...Array(10).fill(503)]);
  assert.equal(scene.rows("replay"), 20);
  assert.equal((await prove(other, guess)).body.error, "invalid_grant");
  // A client that has proved who it is has a share of its own, also at the same address.
  assert.equal((await prove(attacker, { grant_type: "client_credentials" }, webBasic)).status, 200);
  scene.passSeconds(75);
  nonce = (await prove(attacker, guess)).headers.get("dpop-nonce") ?? nonce;
  assert.equal((await prove(attacker, guess)).body.error, "invalid_grant");
});

test("flood of registrations without a token: bounded by network", async () => {
  const scene = await open({ registration: { access: "open" } });
  const register = (remoteAddress: string) => {
    const body = JSON.stringify({ redirect_uris: ["https://app.example.com/cb"] });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    return scene.provider.handle(new Request(`${issuer}/register`, init), { remoteAddress });
  };
  for (let count = 0; count < 150; count += 1) await register(attacker);
  assert.equal(scene.rows("client"), 99);
  const refused = await register(attacker);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "60"]);
  assert.equal((await register(other)).status, 201);
});
