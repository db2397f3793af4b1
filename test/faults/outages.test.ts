import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../src/provider/create-provider.ts";
import type { ProviderEvent } from "../../src/provider/events.ts";
import type { ProviderOptions } from "../../src/provider/options.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import {
  codeOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  makeDriverKey,
  type SceneAnswer,
  webBasic,
} from "../fixtures/provider/faults-driver.ts";
import { issuer, sceneOptions } from "../fixtures/provider/faults-scene.ts";
import { createFaultyStore, type FaultyStore } from "../fixtures/provider/faulty-store.ts";

interface Outage {
  readonly faulty: FaultyStore;
  readonly driver: FaultsDriver;
  readonly events: readonly ProviderEvent[];
  readonly advance: (seconds: number) => void;
}

let key: ReturnType<typeof makeDriverKey> | undefined;

async function open(options: Partial<ProviderOptions> = {}): Promise<Outage> {
  key ??= makeDriverKey();
  const made = await key;
  let aheadMs = 0;
  const clock = (): number => Date.now() + aheadMs;
  const faulty = createFaultyStore(createMemoryStore({ clock }));
  const events: ProviderEvent[] = [];
  const provider = createProvider({
    ...sceneOptions(made.publicJwk),
    clock,
    onEvent: (event) => void events.push(event),
    ...options,
    store: faulty.store,
  });
  await provider.keys.ready();
  const driver = createFaultsDriver([(request) => provider.fetch(request)], made);
  return {
    faulty,
    driver,
    events,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
  };
}

function assertUnavailable({ status, headers, body, text }: SceneAnswer, where: string): void {
  assert.equal(status, 503, `${where}: ${status} ${text.slice(0, 200)}`);
  assert.match(headers.get("retry-after") ?? "", /^\d+$/, where);
  assert.ok(!["invalid_client", "invalid_grant", "invalid_token"].includes(String(body.error)), where);
  assert.equal("active" in body, false, where);
  assert.doesNotMatch(text, /secret-row|Connection terminated/, where);
}

test("faults: a store that goes away before tokens are written answers 503, and the same code works afterwards", async () => {
  const { driver, faulty } = await open();
  const code = await driver.code();
  faulty.failAt({ verb: "grants.issue", when: "before" });
  const lost = await driver.redeem(code);
  assertUnavailable(lost, "the first try");
  assert.equal(lost.body.error, "temporarily_unavailable");
  const again = await driver.redeem(code);
  assert.equal(again.status, 200);
  assert.equal(await driver.isAlive(again.body.access_token), true);
});

test("faults: an answer that is lost after a code was used up is a replay for whoever tries again, and nothing stays good", async () => {
  const { driver, faulty, events } = await open();
  const code = await driver.code();
  faulty.failAt({ verb: "grants.issue", when: "after" });
  assertUnavailable(await driver.redeem(code), "the first try");
  assert.equal((await driver.redeem(code)).body.error, "invalid_grant");
  assert.equal(events.filter(({ type }) => type === "code.replayed").length, 1);
  assert.equal((await driver.redeem(await driver.code())).status, 200);
});

test("faults: an answer that is lost after a refresh comes again within the leeway, and ends the family later", async () => {
  const { driver, faulty, advance } = await open({ tokens: {} });
  const first = String((await driver.redeem(await driver.code())).body.refresh_token);
  faulty.failAt({ verb: "grants.rotate", when: "before" });
  assertUnavailable(await driver.refresh(first), "not replaced");
  faulty.failAt({ verb: "grants.rotate", when: "after" });
  assertUnavailable(await driver.refresh(first), "replaced, and nobody was told");
  advance(5);
  const again = await driver.refresh(first);
  assert.equal(again.status, 200);
  const child = String(again.body.refresh_token);
  faulty.failAt({ verb: "grants.rotate", when: "after" });
  assertUnavailable(await driver.refresh(child), "replaced, and nobody was told");
  advance(300);
  assert.equal((await driver.refresh(child)).body.error, "invalid_grant");
  assert.equal(await driver.isAlive(again.body.access_token), false);
});

test("faults: a replay whose revocation fails is answered with 503, and the next one takes everything back", async () => {
  const { driver, faulty } = await open();
  const code = await driver.code();
  const won = await driver.redeem(code);
  faulty.failAt({ verb: "grants.revokeGrants", when: "before" });
  assertUnavailable(await driver.redeem(code), "the replay");
  assert.equal(await driver.isAlive(won.body.access_token), true);
  assert.equal((await driver.redeem(code)).body.error, "invalid_grant");
  assert.equal(await driver.isAlive(won.body.access_token), false);
});

for (const how of ["fail", "hang"] as const)
  test(`faults: with a store that ${how}s every endpoint that needs it answers 503, and keys and metadata come from memory`, async () => {
    const { driver, faulty } = await open({ storage: { timeoutMs: 40 } });
    const cookies = await driver.signIn();
    const code = await driver.code();
    const { body } = await driver.redeem(code);
    const [token, refresh] = [String(body.access_token), String(body.refresh_token)];
    const begun = await driver.post("/device_authorization", { client_id: "tv", scope: "openid" });
    const page = await driver.get("/login");
    const assertion = {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    };
    const asked = await driver.post(
      "/token",
      { grant_type: "client_credentials" },
      { ...webBasic, dpop: await driver.proof() },
    );
    const proof = await driver.proof(asked.headers.get("dpop-nonce") ?? undefined);
    faulty.breakDown(how);
    const machine = { grant_type: "client_credentials" };
    const requests: readonly (readonly [string, () => Promise<SceneAnswer>])[] = [
      ["authorize, signed in", () => driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, cookies)],
      ["authorize, anonymous", () => driver.get(`/authorize?${new URLSearchParams(goodRequest)}`)],
      ["push", () => driver.post("/par", { ...goodRequest })],
      ["code", () => driver.redeem(code)],
      ["refresh", () => driver.refresh(refresh)],
      ["client credentials", () => driver.post("/token", machine, webBasic)],
      ["proof", () => driver.post("/token", machine, { ...webBasic, dpop: proof })],
      ["assertion", async () => driver.post("/token", { ...assertion, client_assertion: await driver.assertion() })],
      [
        "unknown client",
        () => driver.post("/token", { ...machine, client_id: "stored", client_secret: "x".repeat(43) }),
      ],
      ["device code", () => driver.poll(String(begun.body.device_code))],
      ["device authorization", () => driver.post("/device_authorization", { client_id: "tv", scope: "openid" })],
      ["introspection", () => driver.post("/introspect", { token }, webBasic)],
      ["revocation", () => driver.post("/revoke", { token: refresh, client_id: "spa" })],
      ["userinfo", () => driver.get("/userinfo", { authorization: `Bearer ${token}` })],
      ["sessions", () => driver.get("/sessions", cookies)],
      ["logout", () => driver.get("/end-session", cookies)],
      ["login page of a request", () => driver.get(`/login?interaction=${"x".repeat(43)}`)],
    ];
    const beganMs = Date.now();
    for (const [name, send] of requests) assertUnavailable(await send(), name);
    assert.ok(Date.now() - beganMs < requests.length * 1000, "a request hung");
    assert.equal(page.status, 200);
    const set = await driver.get("/jwks");
    const metadata = await driver.get("/.well-known/openid-configuration");
    assert.deepEqual([set.status, metadata.status, metadata.body.issuer], [200, 200, issuer]);
    faulty.repair();
    assert.equal((await driver.refresh(refresh)).status, 200, "what failed has used something up");
  });

test("faults: whichever verb of a login fails, before or after its work, the browser gets in by trying again", async () => {
  const { length: count } = await plan();
  assert.ok(count >= 6, `only ${count} calls`);
  for (const when of ["before", "after"] as const)
    for (let nth = 0; nth < count; nth += 1) {
      const { driver, faulty } = await open();
      const cookies = await driver.signIn();
      const start = faulty.calls.length;
      const verb = (await plan())[nth] ?? "";
      const before = (await plan()).slice(0, nth).filter((each) => each === verb).length;
      faulty.failAt({ verb, nth: before + 1, when });
      const answers: SceneAnswer[] = [];
      const flow = async (): Promise<boolean> => {
        const sent = await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, cookies);
        answers.push(sent);
        const code = codeOf(sent);
        if (code === undefined) return false;
        const tokens = await driver.redeem(code);
        answers.push(tokens);
        return tokens.status === 200 && driver.isAlive(tokens.body.access_token);
      };
      const isDone = (await flow()) || (await flow());
      assert.equal(isDone, true, `${verb} failed ${when}: ${answers.map(({ status }) => status).join(" ")}`);
      for (const { status, text } of answers) {
        assert.ok([200, 303, 302, 503].includes(status), `${verb} failed ${when}: ${status} ${text.slice(0, 200)}`);
        assert.doesNotMatch(text, /secret-row/);
      }
      assert.ok(faulty.calls.length > start);
    }
});

let planned: readonly string[] | undefined;

/** The verbs of an authorization and a redemption, in their order. */
async function plan(): Promise<readonly string[]> {
  if (planned !== undefined) return planned;
  const { driver, faulty } = await open();
  const cookies = await driver.signIn();
  const start = faulty.calls.length;
  const code = codeOf(await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, cookies)) ?? "";
  await driver.redeem(code);
  planned = faulty.calls.slice(start);
  return planned;
}

test("faults: without the memory of assertions nobody gets in with one, and who needs none gets in", async () => {
  const { driver, faulty } = await open();
  faulty.breakDown("fail", /^replay\./);
  assertUnavailable(
    await driver.post("/token", {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await driver.assertion(),
    }),
    "replay is needed, and is not there: nobody gets in without it",
  );
  assert.equal((await driver.post("/token", { grant_type: "client_credentials" }, webBasic)).status, 200);
});
