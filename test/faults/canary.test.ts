import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { type Aviary, openAviary, watchCookies, watchForm } from "../fixtures/provider/faults-aviary.ts";
import { codeOf, cookiesOf, goodRequest, type SceneAnswer } from "../fixtures/provider/faults-driver.ts";
import { issuer, redirectUri } from "../fixtures/provider/faults-scene.ts";
import { captureOutput } from "../hostile/canaries.ts";

test("canaries: no secret shows in an event, in a row of the store, on the console, or in an answer to somebody else", async () => {
  const aviary = await openAviary();
  const unused: string[] = [];
  const written = await captureOutput(async () => {
    await driveAll(aviary);
    for (const how of ["before", "after"] as const) unused.push(...(await failEverywhere(aviary, how)));
  });
  const { canaries, formTokens, events, rows, answers, userCodes } = aviary;
  // Accounts of the configuration are written once, before anybody comes.
  assert.deepEqual([...new Set(unused)], ["accounts.put"], "verbs that never failed");
  for (const { assertHidden } of [canaries, formTokens]) {
    assertHidden(written, "console");
    for (const event of events) assertHidden(event, `event ${event.type}`);
    for (const row of rows) assertHidden(row, "store");
  }
  assert.ok(events.length > 40 && rows.length > 100 && answers.length > 30);
  assert.ok(userCodes.length > 10);
  for (const code of userCodes)
    for (const text of [code, code.replaceAll("-", "")])
      assert.equal(inspect([events, rows], { depth: 20 }).includes(text), false, "a user code is told or stored");
  for (const { status, text, headers } of answers) {
    canaries.assertHidden(text, `answer ${status}`);
    canaries.assertHidden(
      [...headers].filter(([name]) => name !== "set-cookie"),
      `header fields of ${status}`,
    );
  }
});

test("canaries: a store whose errors repeat the provider's keys shows them in no event and on no console", async () => {
  const { canaries, driver, faulty, provider, events, answers } = await openAviary();
  const stored = JSON.stringify(await faulty.store.keys.load());
  const error = (): Error => new Error(`value too long: ${stored}`);
  const written = await captureOutput(async () => {
    for (const verb of ["keys.save", "keys.load"])
      for (const when of ["before", "after"] as const) {
        for (let nth = 1; nth <= 3; nth += 1) faulty.failAt({ verb, nth, when, error });
        await assert.rejects(provider.keys.rotate("ES256"));
        answers.push(await driver.get("/jwks"), await driver.redeem("no code"));
        faulty.repair();
      }
  });
  canaries.assertHidden(written, "console");
  assert.ok(events.some(({ type }) => type === "error.store"));
  for (const event of events) canaries.assertHidden(event, `event ${event.type}`);
  for (const { status, text } of answers) canaries.assertHidden(text, `answer ${status}`);
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
  const form = { ...watchForm(aviary, page), login: "alice" };
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

/** Makes every verb fail once while secrets go by: the error of a database repeats what it was handed. Gives the verbs that were not used. */
async function failEverywhere(aviary: Aviary, when: "before" | "after"): Promise<readonly string[]> {
  const { canaries, driver, faulty, answers } = aviary;
  const unused: string[] = [];
  for (const verb of new Set(faulty.calls)) {
    if (verb.startsWith("keys.") || ["sweep", "ping", "close"].includes(verb)) continue;
    const leak = canaries.make(`row of ${verb}`);
    faulty.failAt({ verb, when, error: () => new Error(`duplicate key: insert into token values ('${leak}')`) });
    const start = faulty.calls.length;
    const keep = async (answer: Promise<SceneAnswer>): Promise<SceneAnswer> => {
      const given = await answer;
      if (given.status >= 400) answers.push(given);
      return given;
    };
    await useSession(aviary, keep);
    await useClients(aviary, keep);
    await register(aviary, keep).catch(() => undefined);
    if (!faulty.calls.slice(start).includes(verb)) unused.push(verb);
    faulty.repair();
    driver.forget();
  }
  return unused;
}

type Keep = (answer: Promise<SceneAnswer>) => Promise<SceneAnswer>;

/** Signs in, gets tokens, and comes again with them. */
async function useSession(aviary: Aviary, keep: Keep): Promise<void> {
  const { canaries, driver, password, clientSecret } = aviary;
  const page = await driver.get("/login");
  const cookie = cookiesOf(page);
  watchCookies(canaries, page);
  const form = { ...watchForm(aviary, page), login: "alice" };
  const headers = { cookie, origin: issuer };
  await driver.post("/login", { ...form, password: canaries.make("wrong password") }, headers);
  const signedIn = await driver.post("/login", { ...form, password }, headers);
  if (signedIn.status >= 500) await keep(Promise.resolve(signedIn));
  watchCookies(canaries, signedIn);
  const session = { cookie: `${cookie}; ${cookiesOf(signedIn)}` };
  const sent = await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, session);
  watchCookies(canaries, sent);
  const code = canaries.watch("code", codeOf(sent) ?? "no code at all");
  const { body } = await keep(driver.redeem(code));
  const [access, refresh] = [String(body.access_token), String(body.refresh_token)];
  if (access.length > 20) canaries.watch("access token", access);
  if (refresh.length > 20) canaries.watch("refresh token", refresh);
  const web = { authorization: `Basic ${btoa(`web:${clientSecret}`)}` };
  await keep(
    driver.get("/sessions", session).then((answer) => ({ ...answer, text: answer.status < 400 ? "" : answer.text })),
  );
  await keep(driver.get("/userinfo", { authorization: `Bearer ${access}` }));
  await keep(driver.post("/introspect", { token: access }, web));
  const next = await keep(driver.refresh(refresh));
  if (next.status === 200) canaries.watch("refresh token", String(next.body.refresh_token));
  await keep(driver.post("/revoke", { token: refresh, client_id: "spa" }));
  await keep(driver.refresh(refresh));
  await keep(driver.redeem(code));
}

/** A device, a machine, a pushed request and a proof. */
async function useClients({ canaries, driver, clientSecret, userCodes }: Aviary, keep: Keep): Promise<void> {
  const web = { authorization: `Basic ${btoa(`web:${clientSecret}`)}` };
  const begun = await keep(driver.post("/device_authorization", { client_id: "tv", scope: "openid" }));
  if (begun.status === 200) {
    userCodes.push(String(begun.body.user_code));
    await keep(driver.poll(canaries.watch("device code", String(begun.body.device_code))));
    await keep(driver.get(`/device?user_code=${String(begun.body.user_code)}`));
  }
  const assertion = await driver.assertion();
  canaries.watch("assertion", assertion.split(".")[2] ?? "");
  const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const form = { grant_type: "client_credentials" };
  await keep(driver.post("/token", { ...form, client_assertion_type: type, client_assertion: assertion }));
  const asked = await keep(driver.post("/token", form, { ...web, dpop: await driver.proof() }));
  const proof = await driver.proof(asked.headers.get("dpop-nonce") ?? undefined);
  canaries.watch("DPoP proof", proof.split(".")[2] ?? "");
  await keep(driver.post("/token", form, { ...web, dpop: proof }));
  const wrong = btoa(`web:${canaries.make("wrong secret")}`);
  await keep(driver.post("/token", form, { authorization: `Basic ${wrong}` }));
  const pushed = await keep(driver.post("/par", goodRequest));
  if (pushed.status === 201) canaries.watch("request_uri", String(pushed.body.request_uri).split(":").at(-1) ?? "");
}
