import assert from "node:assert/strict";
import { test } from "node:test";
import { finishInteraction, updateInteraction } from "../../../../src/provider/interaction/interactions.ts";
import { readPage } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "interactions";

test(`${title}: an interaction comes back as it was stored, its handle and the cookie hashed`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const request = { claims: { id_token: { acr: { essential: true } } }, max_age: 60, nonce: "n-1" };
  const made = await provider.begin(browser, { request });
  assert.match(made.id, /^[\w-]{43}$/);
  const found = await provider.look(browser, made);
  assert.deepEqual(found.request, {
    response_type: "code",
    client_id: "app",
    redirect_uri: "https://app.example.com/cb",
    scope: "openid email",
    state: "state-1",
    ...request,
  });
  assert.equal(found.expiresAtMs, Date.parse("2026-03-01T12:30:00Z"));
});

test(`${title}: another browser, and one without cookies, can't open it (cross-user fixation)`, async () => {
  const provider = createLoginProvider();
  const { id } = await provider.begin(provider.browser());
  const without = await provider.browser().get(`/login?interaction=${id}`);
  assert.equal(without.status, 403);
  assert.match(await without.text(), /sent no cookie/);
  const other = provider.browser();
  await other.get("/login");
  const response = await other.get(`/login?interaction=${id}`);
  assert.equal(response.status, 403);
  assert.match(await response.text(), /another browser/);
});

test(`${title}: a form token of one's own does not open the interaction of another browser`, async () => {
  const provider = createLoginProvider();
  const [victim, attacker] = [provider.browser(), provider.browser()];
  const theirs = await provider.begin(victim);
  const own = await provider.begin(attacker);
  const page = await readPage(await attacker.get(`/login?interaction=${own.id}`));
  const fields = { login: "alice", password: "correct horse", interaction: theirs.id };
  const response = await attacker.submit(page, fields);
  assert.equal(response.status, 403);
  assert.equal(provider.hashes(), 0);
});

test(`${title}: two requests of one browser go on beside each other`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const one = await provider.begin(browser, { request: { state: "one" } });
  const two = await provider.begin(browser, { request: { state: "two" } });
  assert.equal((await provider.look(browser, one)).request.state, "one");
  assert.equal((await provider.look(browser, two)).request.state, "two");
});

test(`${title}: expired, finished and unknown ones say so on a page`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const old = await provider.begin(browser);
  provider.passSeconds(1799);
  assert.equal((await browser.get(`/login?interaction=${old.id}`)).status, 200);
  provider.passSeconds(1);
  const expired = await browser.get(`/login?interaction=${old.id}`);
  assert.equal(expired.status, 400);
  assert.match(await expired.text(), /took too long/);
  const done = await provider.begin(browser);
  assert.equal(await finishInteraction(provider.context, done), true);
  assert.equal(await finishInteraction(provider.context, done), false);
  const finished = await browser.get(`/login?interaction=${done.id}`);
  assert.equal(finished.status, 400);
  assert.match(await finished.text(), /dealt with already/);
  assert.equal((await browser.get("/login?interaction=unknown")).status, 400);
});

test(`${title}: of two changes at once one wins, and the other is refused with 409`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const made = await provider.begin(browser);
  const next = await updateInteraction(provider.context, made, { prompt: "consent" });
  assert.equal(next.version, 2);
  await assert.rejects(updateInteraction(provider.context, made, { consented: true }), { status: 409 });
  assert.equal((await provider.look(browser, made)).prompt, "consent");
  assert.equal((await provider.look(browser, made)).consented, undefined);
  await finishInteraction(provider.context, next);
  await assert.rejects(updateInteraction(provider.context, next, { consented: true }), { status: 409 });
});

test(`${title}: a page whose interaction was changed meanwhile leads to what it has become`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const made = await provider.begin(browser);
  const page = await readPage(await browser.get(`/login?interaction=${made.id}`));
  await updateInteraction(provider.context, made, { prompt: "consent" });
  const response = await browser.submit(page, { login: "alice", password: "correct horse" });
  assert.equal(response.headers.get("location"), `https://id.example.com/consent?interaction=${made.id}`);
  assert.equal(provider.hashes(), 0);
});

test(`${title}: one that the store has broken is an error of the server`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const made = await provider.begin(browser);
  const { artifacts } = provider.context.store;
  const { interactionKey } = await import("../../../../src/provider/interaction/stored-interaction.ts");
  const stored = await artifacts.find(interactionKey(made.id));
  assert.ok(stored);
  assert.equal(JSON.stringify(stored).includes(made.id), false);
  assert.equal(JSON.stringify(stored).includes(browser.cookie("__Host-ti_browser") ?? "?"), false);
  await artifacts.update({ ...stored, payload: { ...stored.payload, prompt: "dance" }, version: 2 });
  assert.equal((await browser.get(`/login?interaction=${made.id}`)).status, 500);
});

test(`${title}: a client that is gone ends it`, async () => {
  const provider = createLoginProvider({ clients: [] });
  const browser = provider.browser();
  const { id } = await provider.begin(browser);
  assert.equal((await browser.get(`/login?interaction=${id}`)).status, 400);
});
