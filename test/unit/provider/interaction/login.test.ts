import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "../../../fixtures/provider/login-browser.ts";
import { alice, createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "login";
const login = { login: "alice", password: "correct horse" };
const resume = (id: string): string => `https://id.example.com/authorize/resume?interaction=${id}`;

test(`${title}: the page is HTML with a form, and loads nothing from elsewhere`, async () => {
  const provider = createLoginProvider();
  const response = await provider.browser().get("/login");
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("x-frame-options"), "DENY");
  assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  const page = await readPage(response);
  for (const name of ["login", "password", "remember"]) assert.ok(page.html.includes(`name="${name}"`), name);
  assert.doesNotMatch(page.html, /(?:src|href)="https?:/);
  assert.equal(page.action, "https://id.example.com/login");
  assert.deepEqual(Object.keys(page.hidden), ["csrf_token", "return_to"]);
});

for (const [name, typed] of [
  ["username", "alice"],
  ["username in other letters", "ALICE"],
  ["e-mail address", "Alice@Example.com"],
] as const) {
  test(`${title}: the right password with the ${name} leads on with 303 (RFC 9700 §4.12)`, async () => {
    const provider = createLoginProvider();
    const response = await provider.signIn(provider.browser(), { login: typed });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "https://id.example.com/sessions");
    assert.equal(response.headers.get("cache-control"), "no-store");
  });
}

for (const [name, change, headers] of [
  ["without a token", { csrf_token: "" }, {}],
  ["with a wrong token", { csrf_token: "A".repeat(43) }, {}],
  ["from a foreign origin", {}, { Origin: "https://evil.example" }],
  ["from another site by fetch metadata", {}, { "Sec-Fetch-Site": "cross-site" }],
  ["from a neighbouring host", {}, { "Sec-Fetch-Site": "same-site" }],
] as const) {
  test(`${title}: a form ${name} is refused with 403, without a hash and without a session (RFC 9700 §4.7)`, async () => {
    const provider = createLoginProvider();
    const browser = provider.browser();
    const page = await readPage(await browser.get("/login"));
    const response = await browser.submit(page, { ...login, ...change }, headers);
    assert.equal(response.status, 403);
    assert.equal(provider.hashes(), 0);
    assert.equal(browser.cookie("__Host-ti_session"), undefined);
  });
}

test(`${title}: the token of another browser is refused`, async () => {
  const provider = createLoginProvider();
  const [mine, theirs] = [provider.browser(), provider.browser()];
  const page = await readPage(await theirs.get("/login"));
  await mine.get("/login");
  assert.equal((await mine.submit(page, login)).status, 403);
  assert.equal((await provider.browser().submit(page, login)).status, 403);
  assert.equal(provider.hashes(), 0);
});

test(`${title}: a page without a referrer sends the origin null, which the fetch metadata vouches for`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const page = await readPage(await browser.get("/login"));
  assert.equal((await browser.submit(page, login, { Origin: "null" })).status, 303);
});

test(`${title}: wrong password, unknown, disabled and unverified account look the same and cost one hash each`, async () => {
  const carol = { id: "c", username: "carol", password: "correct horse", isActive: false };
  const dave = { id: "d", username: "dave", password: "correct horse" };
  const erin = { id: "e", username: "erin", isVerified: true };
  const verified = { ...alice, isVerified: true };
  const provider = createLoginProvider({
    accounts: [verified, carol, dave, erin],
    accountRules: { requireVerified: true },
  });
  const browser = provider.browser();
  const answers: unknown[] = [];
  await provider.context.accounts.find("alice-id");
  for (const [name, password] of [
    ["alice", "wrong password"],
    ["nobody", "correct horse"],
    ["carol", "correct horse"],
    ["dave", "correct horse"],
    ["erin", "correct horse"],
  ] as const) {
    const page = await readPage(await browser.get("/login"));
    const before = provider.hashes();
    const response = await browser.submit(page, { login: name, password });
    const { status, html } = await readPage(response);
    const text = html
      .replaceAll(name, "NAME")
      .replace(/nonce="[^"]*"/g, "")
      .replace(/value="[\w-]{43}"/g, "");
    answers.push({ status, text, hashes: provider.hashes() - before, retry: response.headers.get("retry-after") });
  }
  const [first] = answers;
  assert.deepEqual(answers, [first, first, first, first, first]);
  assert.ok(typeof first === "object" && first !== null && "hashes" in first && "status" in first);
  assert.equal(first.hashes, 1);
  assert.equal(first.status, 403);
  assert.equal(browser.cookie("__Host-ti_session"), undefined);
});

for (const [missing, fields] of [
  ["login", { password: "correct horse" }],
  ["password", { login: "alice" }],
] as const) {
  test(`${title}: without ${missing} the form is shown again with 400`, async () => {
    const provider = createLoginProvider();
    const browser = provider.browser();
    const page = await readPage(await browser.get("/login"));
    const response = await browser.submit(page, fields);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Please fill in every field/);
    assert.equal(provider.hashes(), 0);
  });
}

test(`${title}: what was typed comes back escaped, the password never`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const page = await readPage(await browser.get("/login"));
  const { html } = await readPage(
    await browser.submit(page, { login: `"><script>x()</script>`, password: "hunter2hunter2" }),
  );
  assert.doesNotMatch(html, /<script>x\(\)/);
  assert.match(html, /&quot;&gt;&lt;script&gt;x\(\)&lt;\/script&gt;/);
  assert.doesNotMatch(html, /hunter2/);
});

test(`${title}: a password of more than 1024 octets is refused before it is hashed`, async () => {
  const provider = createLoginProvider();
  await provider.context.accounts.find("alice-id");
  const before = provider.hashes();
  const response = await provider.signIn(provider.browser(), { password: "ä".repeat(513) });
  assert.equal(response.status, 403);
  assert.equal(provider.hashes(), before);
  await provider.signIn(provider.browser(), { password: "ä".repeat(512) });
  assert.equal(provider.hashes(), before + 1);
});

test(`${title}: programs get JSON errors, chosen by Accept (RFC 9110 §12.5.1)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const page = await readPage(await browser.get("/login"));
  const response = await browser.submit(page, { ...login, password: "wrong" }, { Accept: "application/json" });
  assert.equal(response.status, 403);
  assert.deepEqual(await response.json(), {
    error: "access_denied",
    error_description: "The login or the password is not right.",
  });
  const cross = await browser.submit(page, login, { Accept: "application/json", Origin: "https://evil.example" });
  assert.equal(cross.status, 403);
  assert.equal(((await cross.json()) as { error: string }).error, "access_denied");
});

test(`${title}: who is signed in goes straight on`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const response = await browser.get("/login?return_to=/device");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "https://id.example.com/device");
});

for (const target of [
  "//evil.example",
  "/\\evil.example",
  "/%2f%2fevil.example",
  "%2f%2fevil.example",
  "/%5cevil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/a//b",
  "/../x",
  "/a\tb",
  "/a\nb",
  "sessions",
  "/",
  "/a#b",
  `/${"a".repeat(500)}`,
]) {
  test(`${title}: return_to ${JSON.stringify(target.slice(0, 30))} is refused, in the query and in the form (RFC 9700 §4.11)`, async () => {
    const provider = createLoginProvider();
    const browser = provider.browser();
    const response = await browser.get(`/login?${new URLSearchParams({ return_to: target })}`);
    assert.equal(response.status, 400);
    assert.equal(response.headers.get("location"), null);
    const page = await readPage(await browser.get("/login"));
    const posted = await browser.submit(page, { ...login, return_to: target });
    assert.equal(posted.status, 400);
    assert.equal(posted.headers.get("location"), null);
  });
}

test(`${title}: the form can't change where the login leads`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const page = await readPage(await browser.get("/login"));
  assert.equal((await browser.submit(page, { ...login, return_to: "/device" })).status, 403);
});

test(`${title}: a login for a request leads back to it, and is remembered in it`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const interaction = await provider.begin(browser, { request: { login_hint: "ali<ce" } });
  const page = await readPage(await browser.get(`/login?interaction=${interaction.id}`));
  assert.match(page.html, /The &lt;App&gt;/);
  assert.match(page.html, /value="ali&lt;ce"/);
  const response = await browser.submit(page, login);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), resume(interaction.id));
  const after = await provider.look(browser, interaction);
  assert.equal(after.authenticatedAtMs, Date.parse("2026-03-01T12:00:00Z"));
  assert.match(after.authenticatedSid ?? "", /^[\w-]{43}$/);
  assert.equal(after.request.state, "state-1");
});

test(`${title}: the policy lets the form lead on to the client (CSP form-action)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const { id } = await provider.begin(browser);
  const response = await browser.get(`/login?interaction=${id}`);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /form-action [^;]*https:\/\/app\.example\.com/);
});

test(`${title}: who goes away leads back to the request, which is denied`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const interaction = await provider.begin(browser);
  const page = await readPage(await browser.get(`/login?interaction=${interaction.id}`));
  const response = await browser.submit(page, { cancel: "true" });
  assert.equal(response.headers.get("location"), resume(interaction.id));
  assert.equal((await provider.look(browser, interaction)).consented, false);
  assert.equal(provider.hashes(), 0);
});

test(`${title}: a request that waits for consent by now is not asked for a login again: back button`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const { id } = await provider.begin(browser, { prompt: "consent" });
  const response = await browser.get(`/login?interaction=${id}`);
  assert.equal(response.headers.get("location"), `https://id.example.com/consent?interaction=${id}`);
});

test(`${title}: a login in another tab lets a plain request pass, once`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const interaction = await provider.begin(browser);
  provider.passSeconds(1);
  await provider.signIn(browser);
  const first = await browser.get(`/login?interaction=${interaction.id}`);
  assert.equal(first.status, 303);
  assert.equal(first.headers.get("location"), resume(interaction.id));
  assert.equal((await browser.get(`/login?interaction=${interaction.id}`)).status, 200);
});

test(`${title}: a login in another tab does not pass for a request that demands one`, async () => {
  const provider = createLoginProvider();
  for (const request of [{ prompt: "login" }, { max_age: 0 }, { id_token_hint: "a.b.c" }] as const) {
    const browser = provider.browser();
    const { id } = await provider.begin(browser, { request });
    provider.passSeconds(1);
    await provider.signIn(browser);
    assert.equal((await browser.get(`/login?interaction=${id}`)).status, 200);
  }
});

test(`${title}: a login in another tab does not pass where the client or the application judges logins`, async () => {
  const client = { client_id: "app", redirect_uris: ["https://app.example.com/cb"], client_secret: "s".repeat(43) };
  const judged = [
    { clients: [{ ...client, default_max_age: 60 }] },
    { authentication: () => "login" },
  ] satisfies readonly Parameters<typeof createLoginProvider>[0][];
  for (const options of judged) {
    const provider = createLoginProvider(options);
    const browser = provider.browser();
    const { id } = await provider.begin(browser);
    provider.passSeconds(1);
    await provider.signIn(browser);
    provider.passSeconds(600);
    assert.equal((await browser.get(`/login?interaction=${id}`)).status, 200);
  }
});

test(`${title}: a session from before the request does not pass: the authorization endpoint has seen it`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  provider.passSeconds(10);
  const { id } = await provider.begin(browser);
  assert.equal((await browser.get(`/login?interaction=${id}`)).status, 200);
});

test(`${title}: a login takes back what somebody else has consented to`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const interaction = await provider.begin(browser);
  const { updateInteraction } = await import("../../../../src/provider/interaction/interactions.ts");
  await updateInteraction(provider.context, interaction, { consented: true, consentedSid: "somebody" });
  const page = await readPage(await browser.get(`/login?interaction=${interaction.id}`));
  await browser.submit(page, login);
  const after = await provider.look(browser, interaction);
  assert.equal(after.consented, undefined);
  assert.equal(after.consentedSid, undefined);
});

test(`${title}: a temporary password leads to nothing but its replacement`, async () => {
  const provider = createLoginProvider({ accounts: [{ ...alice, requiresPasswordChange: true }] });
  const browser = provider.browser();
  const response = await provider.signIn(browser);
  assert.equal(response.headers.get("location"), "https://id.example.com/change-password?return_to=%2Fsessions");
  assert.match((await browser.get("/sessions")).headers.get("location") ?? "", /\/change-password\?/);
  assert.equal((await browser.get("/session")).status, 403);
  const other = provider.browser();
  const interaction = await provider.begin(other);
  const page = await readPage(await other.get(`/login?interaction=${interaction.id}`));
  const next = await other.submit(page, login);
  assert.equal(next.headers.get("location"), `https://id.example.com/change-password?interaction=${interaction.id}`);
});

test(`${title}: accounts that do not answer are no wrong password (RFC 9110 §15.6.4)`, async () => {
  const fail = async (): Promise<never> => {
    throw new Error("down");
  };
  const provider = createLoginProvider({ accounts: { find: fail, verifyPassword: fail } as never });
  const response = await provider.signIn(provider.browser());
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "5");
});

test(`${title}: accounts without passwords have no login page`, async () => {
  const provider = createLoginProvider({ accounts: { find: async () => undefined } as never });
  assert.equal((await provider.browser().get("/login")).status, 500);
});

test(`${title}: with http on the loopback interface it works without the prefix`, async () => {
  const provider = createLoginProvider({ issuer: "http://127.0.0.1" });
  const browser = provider.browser();
  const response = await provider.signIn(browser);
  assert.equal(response.headers.get("location"), "http://127.0.0.1/sessions");
  assert.match(browser.cookie("ti_session") ?? "", /^[\w-]{43}$/);
});
