import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { exportJWK, generateKeyPair } from "jose";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import type { ProviderEvent } from "../../src/provider/events.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore } from "../../src/provider/stores/store.ts";
import {
  codeOf,
  cookiesOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  hiddenOf,
  makeDriverKey,
  type SceneAnswer,
} from "../fixtures/provider/faults-driver.ts";
import { issuer, redirectUri, sceneOptions } from "../fixtures/provider/faults-scene.ts";
import { createFaultyStore, type FaultyStore, interceptVerbs } from "../fixtures/provider/faulty-store.ts";
import { type Canaries, captureOutput, createCanaries } from "../hostile/canaries.ts";

interface Aviary {
  readonly canaries: Canaries;
  readonly driver: FaultsDriver;
  readonly faulty: FaultyStore;
  readonly provider: Provider;
  readonly events: readonly ProviderEvent[];
  /** All that was handed to the store. */
  readonly rows: readonly unknown[];
  readonly answers: SceneAnswer[];
  readonly clientSecret: string;
  readonly password: string;
  /** Too short to be found in pieces. */
  readonly userCodes: string[];
}

async function open(): Promise<Aviary> {
  const canaries = createCanaries();
  const key = await makeDriverKey();
  const { d = "" } = await exportJWK((await generateKeyPair("ES256", { extractable: true })).privateKey);
  canaries.watch("private key", d);
  const [clientSecret, password] = [canaries.make("client secret"), canaries.make("password")];
  const [rows, events]: [unknown[], ProviderEvent[]] = [[], []];
  const recorded = record(createMemoryStore(), rows);
  const faulty = createFaultyStore(recorded);
  const { clients = [], ...scene } = sceneOptions(key.publicJwk);
  const provider = createProvider({
    ...scene,
    clients: clients.map((client) =>
      client.client_id === "web" ? { ...client, client_secret: clientSecret } : client,
    ),
    accounts: [{ id: "alice-id", username: "alice", password }],
    registration: { access: "open" },
    onEvent: (event) => void events.push(event),
    store: faulty.store,
  });
  const driver = createFaultsDriver([(request) => provider.fetch(request)], key);
  return { canaries, driver, faulty, provider, events, rows, clientSecret, password, answers: [], userCodes: [] };
}

/** What a database would be handed: values of the verbs that write. Keys come in clear where nobody has configured their encryption. */
function record(store: ProviderStore, rows: unknown[]): ProviderStore {
  return interceptVerbs(store, (verb, work, given) => {
    if (!verb.startsWith("keys.") && verb !== "clients.find") rows.push([verb, given]);
    return work();
  });
}

test("canaries: no secret shows in an event, in a row of the store, on the console, or in an answer to somebody else", async () => {
  const aviary = await open();
  const written = await captureOutput(async () => {
    await driveAll(aviary);
    for (const how of ["before", "after"] as const) await failEverywhere(aviary, how);
  });
  const { canaries, events, rows, answers, userCodes } = aviary;
  canaries.assertHidden(written, "console");
  assert.ok(events.length > 40 && rows.length > 100 && answers.length > 30);
  for (const event of events) canaries.assertHidden(event, `event ${event.type}`);
  assert.equal(userCodes.length, 1);
  for (const code of userCodes)
    for (const text of [code, code.replaceAll("-", "")])
      assert.equal(inspect([events, rows], { depth: 20 }).includes(text), false, "a user code is told or stored");
  for (const row of rows) canaries.assertHidden(row, "store");
  for (const { status, text, headers } of answers) {
    canaries.assertHidden(text, `answer ${status}`);
    canaries.assertHidden(
      [...headers].filter(([name]) => name !== "set-cookie"),
      `header fields of ${status}`,
    );
  }
});

/** Drives every secret through what works and what is refused. Answers that refuse are kept: nothing belongs there. */
async function driveAll(aviary: Aviary): Promise<void> {
  const { canaries, driver, answers, password, clientSecret } = aviary;
  const keep = async (answer: Promise<SceneAnswer>): Promise<SceneAnswer> => {
    const given = await answer;
    if (given.status >= 400) answers.push(given);
    return given;
  };
  const page = await driver.get("/login");
  const form = { ...hiddenOf(page), login: "alice" };
  const cookie = cookiesOf(page);
  watchCookies(canaries, page);
  await keep(driver.post("/login", { ...form, password: canaries.make("wrong password") }, { cookie, origin: issuer }));
  await keep(
    driver.post(
      "/login",
      { ...form, login: canaries.make("name that is a password"), password },
      { cookie, origin: "https://evil.example" },
    ),
  );
  const signedIn = await driver.post("/login", { ...form, password }, { cookie, origin: issuer });
  assert.equal(signedIn.status, 303, signedIn.text);
  watchCookies(canaries, signedIn);
  const session = { cookie: `${cookie}; ${cookiesOf(signedIn)}` };

  const code = canaries.watch(
    "code",
    codeOf(await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, session)) ?? assert.fail("no code"),
  );
  const redemption = { grant_type: "authorization_code", client_id: "spa", redirect_uri: redirectUri, code };
  await keep(driver.post("/token", { ...redemption, code_verifier: canaries.make("wrong verifier", 40) }));
  await keep(driver.post("/token", { ...redemption, client_id: "tv" }));
  const { body } = await driver.redeem(code);
  const access = canaries.watch("access token", String(body.access_token));
  const refresh = canaries.watch("refresh token", String(body.refresh_token));
  canaries.watch("ID token", String(body.id_token).split(".").at(-1) ?? "");
  const web = { authorization: `Basic ${btoa(`web:${clientSecret}`)}` };
  for (const token of [access, refresh]) {
    await keep(driver.get("/userinfo", { authorization: `Bearer ${token}x` }));
    await keep(
      driver.post("/introspect", { token }, { authorization: `Basic ${btoa(`web:${canaries.make("wrong secret")}`)}` }),
    );
    await keep(driver.post("/introspect", { token, client_secret: clientSecret }, web));
    await keep(driver.post("/introspect", { token: `${token}x` }, web));
    await keep(driver.post("/token", { grant_type: "refresh_token", client_id: "tv", refresh_token: token }));
    await keep(driver.get(`/userinfo?access_token=${token}`));
    await keep(driver.get(`/sessions?return_to=${token}`, session));
    await keep(driver.get(`/end-session?id_token_hint=${token}`, session));
    await keep(driver.get(`/login?interaction=${token}`));
    // A client_id is no secret, and is looked up as it is: here it is one in an answer.
    await keep(driver.get(`/authorize?client_id=${token}`));
    await keep(
      driver.get(
        `/authorize?${new URLSearchParams({ ...goodRequest, redirect_uri: `https://evil.example/${token}` })}`,
      ),
    );
  }
  const next = await driver.refresh(refresh);
  canaries.watch("second refresh token", String(next.body.refresh_token));
  await keep(driver.refresh(refresh));
  await keep(driver.redeem(code));

  const assertion = await driver.assertion();
  // The head of a JWT is in every other one as well.
  canaries.watch("assertion", assertion.split(".")[2] ?? "");
  const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const machine = { grant_type: "client_credentials", client_assertion_type: type };
  for (let count = 0; count < 2; count += 1)
    await keep(driver.post("/token", { ...machine, client_assertion: assertion }));
  await keep(driver.post("/token", { ...machine, client_assertion: `${assertion.slice(0, -4)}AAAA` }));
  const proof = await driver.proof();
  canaries.watch("DPoP proof", proof.split(".")[2] ?? "");
  await keep(driver.post("/token", { grant_type: "client_credentials" }, { ...web, dpop: proof }));
  await keep(driver.post("/token", { grant_type: "client_credentials" }, { ...web, dpop: `${proof}, ${proof}` }));

  const begun = await driver.post("/device_authorization", { client_id: "tv", scope: "openid" });
  const device = canaries.watch("device code", String(begun.body.device_code));
  aviary.userCodes.push(String(begun.body.user_code));
  await keep(driver.poll(device));
  await keep(
    driver.post("/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: "spa",
      device_code: device,
    }),
  );
  const pushed = await driver.post("/par", goodRequest);
  const requestUri = canaries.watch("request_uri", String(pushed.body.request_uri).split(":").at(-1) ?? "");
  await keep(driver.get(`/authorize?client_id=web&request_uri=urn:ietf:params:oauth:request_uri:${requestUri}`));
  await register(aviary, keep);
}

/** Registers a client, whose secret and whose token are shown to it alone. */
async function register(
  { canaries, provider }: Aviary,
  keep: (answer: Promise<SceneAnswer>) => Promise<SceneAnswer>,
): Promise<void> {
  const metadata = { redirect_uris: [redirectUri], grant_types: ["authorization_code"] };
  const headers = { "content-type": "application/json" };
  const request = new Request(`${issuer}/register`, { method: "POST", body: JSON.stringify(metadata), headers });
  const made = await (await provider.fetch(request)).json();
  const token = canaries.watch("registration token", String(made.registration_access_token));
  canaries.watch("registered secret", String(made.client_secret));
  const wrong = provider.fetch(String(made.registration_client_uri), {
    headers: { authorization: `Bearer ${token}x` },
  });
  await keep(
    wrong.then(async (given) => ({ status: given.status, headers: given.headers, text: await given.text(), body: {} })),
  );
}

/** Makes every verb fail once while secrets go by: the error of a database repeats what it was handed. */
async function failEverywhere(aviary: Aviary, when: "before" | "after"): Promise<void> {
  const { canaries, driver, faulty, answers, password } = aviary;
  const verbs = new Set(faulty.calls);
  for (const verb of verbs) {
    if (verb.startsWith("keys.") || ["sweep", "ping", "close"].includes(verb)) continue;
    const leak = canaries.make(`row of ${verb}`);
    faulty.failAt({ verb, when, error: () => new Error(`duplicate key: insert into token values ('${leak}')`) });
    const page = await driver.get("/login");
    const cookie = cookiesOf(page);
    const signedIn = await driver.post(
      "/login",
      { ...hiddenOf(page), login: "alice", password },
      { cookie, origin: issuer },
    );
    watchCookies(canaries, signedIn);
    const session = { cookie: `${cookie}; ${cookiesOf(signedIn)}` };
    const sent = await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, session);
    const code = canaries.watch("code", codeOf(sent) ?? "no code at all");
    const redeemed = await driver.redeem(code);
    const sessions = await driver.get("/sessions", session);
    answers.push(...[signedIn, redeemed, sessions].filter(({ status }) => status >= 500));
    if (redeemed.status === 200) {
      const again = [await driver.redeem(code), await driver.refresh(String(redeemed.body.refresh_token))];
      answers.push(...again.filter(({ status }) => status >= 400));
    }
    faulty.repair();
  }
}

function watchCookies(canaries: Canaries, { headers }: SceneAnswer): void {
  for (const cookie of headers.getSetCookie()) {
    const [, value = ""] = /^[^=]+=([^;]*)/.exec(cookie) ?? [];
    if (value.length >= 20) canaries.watch("cookie", value);
  }
}
