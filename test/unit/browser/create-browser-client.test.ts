import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createBrowserClient } from "../../../src/browser/create-browser-client.ts";
import type { BrowserClient, BrowserClientEvent, BrowserClientOptions } from "../../../src/browser/options.ts";
import { createProvider, type Provider } from "../../../src/provider/create-provider.ts";
import { createTestPasswordHasher, signIn } from "../../../src/provider/testing/index.ts";
import {
  createFakeBrowser,
  type FakeBrowser,
  type FakePage,
  type FakePageOptions,
} from "../../fixtures/browser-pages.ts";

const issuer = "http://127.0.0.1:9";
const app = "http://localhost:8";
const api = "https://api.example.com";

interface Tab {
  readonly page: FakePage;
  readonly client: BrowserClient;
  readonly events: BrowserClientEvent[];
}

describe("a browser client", () => {
  let provider: Provider;
  let browser: FakeBrowser;
  let nowMs: number;
  let cookies: Map<string, string>;
  let requests: { readonly url: string; readonly init: RequestInit; readonly status: number }[];
  let answer: (url: string, init: RequestInit) => Promise<Response | undefined>;
  const open: BrowserClient[] = [];

  before(() => {
    nowMs = Date.now();
    provider = createProvider({
      issuer,
      clients: ["spa", "bearer"].map((client_id) => ({
        client_id,
        token_endpoint_auth_method: "none",
        redirect_uris: [`${app}/callback`, `${app}/silent`],
        post_logout_redirect_uris: [`${app}/`],
        grant_types: ["authorization_code", "refresh_token"],
        dpop_bound_access_tokens: client_id === "spa",
      })),
      firstPartyClients: ["spa", "bearer"],
      accounts: [
        { id: "ada-id", username: "ada", password: "correct horse" },
        { id: "grace-id", username: "grace", password: "correct horse" },
      ],
      accountRules: { hasher: createTestPasswordHasher({ issuer }) },
      keys: { algorithms: ["ES256"] },
      clock: () => nowMs,
    });
  });
  after(() => provider.close());
  beforeEach(() => {
    browser = createFakeBrowser();
    cookies = new Map();
    requests = [];
    answer = async () => undefined;
    for (const client of open.splice(0)) client.close();
  });

  function tab(url = `${app}/start`, options: Partial<BrowserClientOptions> = {}, page: FakePageOptions = {}): Tab {
    const opened = browser.openPage(url, page);
    const events: BrowserClientEvent[] = [];
    const client = createBrowserClient({
      issuer,
      client: {
        client_id: options.dpop === false ? "bearer" : "spa",
        redirect_uris: [`${app}/callback`, `${app}/silent`],
        post_logout_redirect_uris: [`${app}/`],
        scope: "openid offline_access",
      },
      dpop: true,
      storage: "session",
      allowedOrigins: [api],
      window: opened.window,
      clock: () => nowMs,
      onEvent: (event) => void events.push(event),
      fetch: async (target, init) => {
        const response = (await answer(target, init)) ?? (await provider.fetch(target, init));
        requests.push({ url: target, init, status: response.status });
        return response;
      },
      ...options,
    });
    open.push(client);
    return { page: opened, client, events };
  }

  /** What the person does at the provider. */
  const visit = (authorizationUrl: string, username = "ada"): Promise<string> =>
    signIn(provider, { username, password: "correct horse", authorizationUrl, cookies });

  async function signedIn(options: Partial<BrowserClientOptions> = {}, username = "ada"): Promise<Tab> {
    const first = tab(undefined, options);
    await first.client.signInRedirect({ returnTo: "/orders" });
    const callback = await visit(first.page.assigned[0] ?? "", username);
    first.client.close();
    const second = tab(callback, options, { sessionStorage: first.page.sessionStorage });
    assert.equal((await second.client.handleRedirect())?.kind, "signedIn");
    return second;
  }

  const tokenRequests = (): number =>
    requests.filter(
      ({ url, init, status }) => url.endsWith("/token") && String(init.body).includes("refresh") && status === 200,
    ).length;
  const happened = ({ events }: Tab): readonly unknown[] =>
    events.flatMap((event) => ("elsewhere" in event ? [`${event.type}${event.elsewhere ? " elsewhere" : ""}`] : []));

  test("signs in by redirect, with PKCE and a bound code, and puts the application's URL in place of the answer", async () => {
    const { client, page, events } = await signedIn();
    assert.deepEqual(page.replaced, [`${app}/orders`]);
    assert.deepEqual(page.window.history.state, { of: "the application" });
    const session = await client.getSession();
    assert.deepEqual([session?.claims.sub, session?.scope], ["ada-id", "openid offline_access"]);
    assert.deepEqual(happened({ client, page, events }), ["session.signed_in"]);
    assert.doesNotMatch(JSON.stringify(session), /access_token|refresh/);
    assert.doesNotMatch(JSON.stringify(events), new RegExp(await client.getAccessToken()));
  });

  test("asks for S256 and a key, and sends no secret in the URL", async () => {
    const { client, page } = tab();
    await client.signInRedirect({ parameters: { login_hint: "ada" }, extra: { theme: "dark" } });
    const { searchParams } = new URL(page.assigned[0] ?? "");
    assert.deepEqual(
      ["code_challenge_method", "response_type", "login_hint", "theme", "redirect_uri"].map((name) =>
        searchParams.get(name),
      ),
      ["S256", "code", "ada", "dark", `${app}/callback`],
    );
    assert.match(searchParams.get("dpop_jkt") ?? "", /^[\w-]{43}$/);
  });

  test("goes nowhere but to its own origin afterwards (RFC 6749 §10.15)", async () => {
    const { client, page } = tab();
    for (const returnTo of ["https://evil.example/", "//evil.example/x", "javascript:alert(1)"]) {
      await assert.rejects(client.signInRedirect({ returnTo }), {
        code: "ERR_CONFIGURATION_OPTION",
        parameter: "returnTo",
      });
    }
    assert.deepEqual(page.assigned, []);
  });

  test("a redirect URI that is not registered is refused", async () => {
    await assert.rejects(tab().client.signInRedirect({ parameters: { redirect_uri: `${app}/other` } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "redirect_uri",
    });
  });

  test("sign-ins in two tabs, and two in one, do not disturb each other", async () => {
    const first = tab();
    await first.client.signInRedirect();
    await first.client.signInRedirect();
    const other = tab();
    await other.client.signInRedirect();
    const [one = "", two = ""] = first.page.assigned;
    const sessionStorage = first.page.sessionStorage;
    for (const url of [two, one]) {
      const back = tab(await visit(url), {}, { sessionStorage });
      assert.equal((await back.client.handleRedirect())?.kind, "signedIn");
    }
    const back = tab(await visit(other.page.assigned[0] ?? ""), {}, { sessionStorage: other.page.sessionStorage });
    assert.equal((await back.client.handleRedirect())?.kind, "signedIn");
  });

  test("called twice, handleRedirect redeems the code once; at another page it does nothing", async () => {
    const first = tab();
    await first.client.signInRedirect();
    const callback = await visit(first.page.assigned[0] ?? "");
    const { client } = tab(callback, {}, { sessionStorage: first.page.sessionStorage });
    const [one, two] = await Promise.all([client.handleRedirect(), client.handleRedirect()]);
    assert.equal(one, two);
    const query = new URL(callback).search;
    assert.equal(await tab(`${app}/elsewhere${query}`).client.handleRedirect(), undefined);
    assert.equal(await tab(`${app}/callback`).client.handleRedirect(), undefined);
    assert.equal(await tab(`${app}/callback?state=x`).client.handleRedirect(), undefined);
  });

  test("a person who says no is the server's error, and the answer is out of the URL", async () => {
    const first = tab();
    await first.client.signInRedirect({ returnTo: "/a" });
    const state = new URL(first.page.assigned[0] ?? "").searchParams.get("state") ?? "";
    const query = new URLSearchParams({ error: "access_denied", state, iss: issuer });
    const { client, page } = tab(`${app}/callback?${query}`, {}, { sessionStorage: first.page.sessionStorage });
    await assert.rejects(client.handleRedirect(), { code: "ERR_OAUTH_AUTHORIZATION", error: "access_denied" });
    assert.deepEqual(page.replaced, [`${app}/a`]);
    assert.equal(await client.getSession(), undefined);
  });

  test("a transaction is good for an hour", async () => {
    const first = tab();
    await first.client.signInRedirect();
    const state = new URL(first.page.assigned[0] ?? "").searchParams.get("state") ?? "";
    nowMs += 3_601_000;
    const late = tab(`${app}/callback?code=c&state=${state}`, {}, { sessionStorage: first.page.sessionStorage });
    await assert.rejects(late.client.handleRedirect(), { code: "ERR_VERIFICATION_STATE" });
    assert.equal(first.page.sessionStorage.length, 0);
  });

  test("a reload keeps the session with storage `session`, and its key", async () => {
    const { page, client } = await signedIn();
    const token = await client.getAccessToken();
    client.close();
    const { client: reloaded } = tab(undefined, {}, { sessionStorage: page.sessionStorage });
    assert.equal(await reloaded.getAccessToken(), token);
    assert.notEqual(await reloaded.getAccessToken({ forceRenewal: true }), token);
  });

  test("in memory nothing is stored, a new tab asks the others, and without one nobody is signed in", async () => {
    const { page, client } = await signedIn({ storage: "memory" });
    assert.equal(page.sessionStorage.length, 0);
    const { client: other } = tab(undefined, { storage: "memory" });
    assert.equal(await other.getAccessToken(), await client.getAccessToken());
    client.close();
    other.close();
    assert.equal(await tab(undefined, { storage: "memory" }).client.getSession(), undefined);
  });

  for (const withLocks of [true, false]) {
    test(`tabs that renew at once send one request, ${withLocks ? "with" : "without"} Web Locks (RFC 9700 §4.14)`, async () => {
      browser = createFakeBrowser({ withLocks });
      const one = await signedIn();
      const two = tab();
      const three = tab();
      await Promise.all([two.client.getSession(), three.client.getSession()]);
      const before = tokenRequests();
      const tokens = await Promise.all(
        [one, two, three, one].map(({ client }) => client.getAccessToken({ forceRenewal: true })),
      );
      assert.equal(new Set(tokens).size, 1);
      assert.equal(tokenRequests() - before, 1);
      const told = [one, two, three].map((each) => happened(each).at(-1));
      assert.deepEqual(told.sort(), ["session.renewed", "session.renewed elsewhere", "session.renewed elsewhere"]);
    });
  }

  test("a token is renewed before it ends, and no earlier", async () => {
    const { client } = await signedIn();
    const { expiresAt = 0 } = (await client.getSession()) ?? {};
    const before = await client.getAccessToken();
    nowMs = expiresAt - 61_000;
    assert.equal(await client.getAccessToken(), before);
    nowMs = expiresAt - 60_000;
    assert.notEqual(await client.getAccessToken(), before);
  });

  test("a lost connection is told, and a token that is still good is used; an expired one is not", async () => {
    const { client, events } = await signedIn();
    const { expiresAt = 0 } = (await client.getSession()) ?? {};
    const before = await client.getAccessToken();
    answer = async (url) => {
      if (url.endsWith("/token")) throw new TypeError("offline");
      return undefined;
    };
    nowMs = expiresAt - 1000;
    assert.equal(await client.getAccessToken(), before);
    assert.ok(events.some(({ type }) => type === "session.renewal_failed"));
    nowMs = expiresAt + 1000;
    await assert.rejects(client.getAccessToken(), { code: "ERR_TRANSPORT_NETWORK" });
    answer = async () => undefined;
    assert.notEqual(await client.getAccessToken(), before, "the session was not given up");
  });

  test("a grant that has ended ends the session in all tabs", async () => {
    const one = await signedIn();
    const two = tab();
    await two.client.getSession();
    answer = async (url) =>
      url.endsWith("/token") ? Response.json({ error: "invalid_grant" }, { status: 400 }) : undefined;
    await assert.rejects(one.client.getAccessToken({ forceRenewal: true }), { error: "invalid_grant" });
    await assert.rejects(one.client.getAccessToken(), { code: "ERR_VERIFICATION_SESSION" });
    await until(async () => (await two.client.getSession()) === undefined);
    assert.deepEqual([happened(one).at(-1), happened(two).at(-1)], ["session.expired", "session.expired elsewhere"]);
  });

  test("without a refresh token and without silent sign-in, a session ends with its token", async () => {
    const { client } = await signedIn({
      client: { client_id: "spa", redirect_uris: [`${app}/callback`], scope: "openid" },
    });
    assert.ok(await client.getSession());
    const { expiresAt = 0 } = (await client.getSession()) ?? {};
    nowMs = expiresAt - 10;
    await client.getAccessToken();
    nowMs = expiresAt;
    assert.equal(await client.getSession(), undefined);
    await assert.rejects(client.getAccessToken(), { code: "ERR_VERIFICATION_SESSION" });
  });

  test("a stale tab never sends a refresh token that another one has used", async () => {
    const one = await signedIn();
    // A copy of its storage, as a browser makes for a restored tab, in which nobody listens.
    const kept = one.page.sessionStorage;
    const name = kept.key(0) ?? "";
    const old = kept.getItem(name) ?? "";
    await one.client.getAccessToken({ forceRenewal: true });
    one.client.close();
    kept.setItem(name, old);
    const restored = tab(undefined, {}, { sessionStorage: kept });
    const before = tokenRequests();
    assert.equal(await restored.client.getSession(), undefined);
    assert.equal(tokenRequests(), before);
  });

  test("signs out here first, revokes, forgets the key, and goes to the provider with the ID token", async () => {
    const one = await signedIn();
    const two = tab();
    await two.client.getSession();
    assert.equal(await one.client.signOut(), true);
    const url = new URL(one.page.assigned[0] ?? "");
    assert.equal(url.origin + url.pathname, `${issuer}/end-session`);
    assert.equal(url.searchParams.get("post_logout_redirect_uri"), `${app}/`);
    assert.match(url.searchParams.get("id_token_hint") ?? "", /^ey/);
    assert.equal(requests.at(-1)?.url, `${issuer}/revoke`);
    assert.equal(one.page.sessionStorage.length, 0);
    await until(async () => (await two.client.getSession()) === undefined);
    assert.equal(happened(two).at(-1), "session.signed_out elsewhere");
    assert.equal(two.page.sessionStorage.length, 0);
    assert.equal(await one.client.signOut(), false, "nobody is signed in");
  });

  test("is signed out here even where the provider cannot be reached, and tells a revocation that failed", async () => {
    const { client, events } = await signedIn();
    answer = async (url) => {
      if (url.endsWith("/revoke")) throw new TypeError("offline");
      return undefined;
    };
    assert.equal(await client.signOut({ provider: false }), false);
    assert.ok(events.some(({ type }) => type === "session.revocation_failed"));
    const offline = await signedIn();
    const { client: reloaded } = tab(undefined, {}, { sessionStorage: offline.page.sessionStorage });
    await reloaded.getSession();
    answer = async () => {
      throw new TypeError("offline");
    };
    await assert.rejects(reloaded.signOut(), { code: "ERR_TRANSPORT_NETWORK" });
    assert.equal(await reloaded.getSession(), undefined);
    await until(async () => (await offline.client.getSession()) === undefined);
  });

  test("a renewal that ends after a sign-out signs nobody in again", async () => {
    const { client } = await signedIn();
    let go: (() => void) | undefined;
    answer = async (url, init) => {
      const response = await provider.fetch(url, init);
      if (url.endsWith("/token") && response.ok)
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      return response;
    };
    const renewal = client.getAccessToken({ forceRenewal: true });
    renewal.catch(() => undefined);
    await until(async () => go !== undefined);
    await client.signOut({ provider: false });
    answer = async () => undefined;
    go?.();
    await assert.rejects(renewal);
    assert.equal(await client.getSession(), undefined);
  });

  test("fetch sends the token to allowed origins only, with a proof, and renews one that is refused", async () => {
    const { client } = await signedIn();
    await assert.rejects(client.fetch("https://evil.example/x"), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "url",
    });
    await assert.rejects(client.fetch("/relative"), { parameter: "url" });
    const seen: (string | null)[] = [];
    answer = async (url, { headers }) => {
      if (!url.startsWith(api)) return undefined;
      seen.push(new Headers(headers).get("authorization"));
      return new Response("orders", { status: seen.length === 2 ? 401 : 200 });
    };
    assert.equal((await client.fetch(new URL(`${api}/orders`))).status, 200);
    nowMs += 11_000;
    const request = new Request(`${api}/orders`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    assert.equal((await client.fetch(request)).status, 200);
    assert.equal(seen.length, 3);
    assert.match(seen[0] ?? "", /^DPoP /);
    assert.equal(seen[0], seen[1]);
    assert.notEqual(seen[1], seen[2]);
    assert.equal((await client.fetch(`${api}/orders`)).status, 200);
  });

  test("fetch does not renew a token that has just been issued, nor for another challenge", async () => {
    const { client } = await signedIn({ dpop: false });
    const challenges = [undefined, 'Bearer error="insufficient_user_authentication"'];
    answer = async (url) => {
      if (!url.startsWith(api)) return undefined;
      const challenge = challenges.shift();
      return new Response("", { status: 401, ...(challenge && { headers: { "www-authenticate": challenge } }) });
    };
    const before = tokenRequests();
    assert.equal((await client.fetch(`${api}/a`)).status, 401);
    nowMs += 11_000;
    assert.equal((await client.fetch(`${api}/a`)).status, 401);
    assert.equal(tokenRequests(), before);
  });

  test("a popup hands its answer over, whichever way the browser leaves open", async () => {
    for (const withChannels of [true, false]) {
      browser = createFakeBrowser({ withChannels });
      const { client, page } = tab();
      const signing = client.signInPopup();
      await until(async () => page.opened[0]?.url.startsWith(issuer) === true);
      const callback = await visit(page.opened[0]?.url ?? "");
      const popup = tab(callback, {}, { opener: page });
      const handled = popup.client.handleRedirect();
      handled.catch(() => undefined);
      assert.equal((await signing).claims.sub, "ada-id");
      assert.equal(page.opened[0]?.closed, true);
      if (withChannels) assert.deepEqual([await handled, popup.page.isClosed], [{ kind: "relayed" }, true]);
      assert.equal(popup.page.replaced[0], `${app}/callback`);
    }
  });

  test("a popup that is blocked, closed, too slow or given up is said (and messages of other origins are not heard)", async () => {
    browser = createFakeBrowser({ blocksPopups: true });
    await assert.rejects(tab().client.signInPopup(), { code: "ERR_TRANSPORT_WINDOW", message: /did not open/ });
    browser = createFakeBrowser();
    const { client, page } = tab();
    const closed = client.signInPopup();
    closed.catch(() => undefined);
    await until(async () => page.opened[0]?.url.startsWith(issuer) === true);
    const state = new URL(page.opened[0]?.url ?? "").searchParams.get("state");
    page.hear({ origin: "https://evil.example", data: { type: "callback", state, query: "error=x" } });
    page.hear({ origin: app, data: { type: "callback", state: "another", query: "error=x" } });
    page.hear({ origin: app, data: "callback" });
    if (page.opened[0] !== undefined) page.opened[0].closed = true;
    await assert.rejects(closed, { code: "ERR_TRANSPORT_WINDOW", message: /was closed/ });
    await assert.rejects(client.signInPopup({ timeoutMs: 50 }), { code: "ERR_TRANSPORT_TIMEOUT" });
    const controller = new AbortController();
    const aborted = client.signInPopup({ signal: controller.signal, detectClosed: false });
    aborted.catch(() => undefined);
    await until(async () => page.opened[2]?.url.startsWith(issuer) === true);
    controller.abort();
    await assert.rejects(aborted, { code: "ERR_TRANSPORT_ABORTED" });
    assert.ok(page.opened.every((opened) => opened.closed));
  });

  test("a frame renews a session without a refresh token, and only for the same person (OpenID Connect Core §12.2)", async () => {
    const options: Partial<BrowserClientOptions> = {
      client: { client_id: "spa", redirect_uris: [`${app}/callback`, `${app}/silent`], scope: "openid" },
      silentSignIn: { redirectUri: `${app}/silent` },
    };
    const { client, page } = await signedIn(options);
    const before = await client.getAccessToken();
    const answerFrame = async (index: number, username: string): Promise<void> => {
      await until(async () => page.opened[index]?.url.startsWith(issuer) === true);
      const callback = await visit(page.opened[index]?.url ?? "", username);
      const frame = tab(callback, options, { parent: page });
      await frame.client.handleRedirect();
    };
    const renewal = client.getAccessToken({ forceRenewal: true });
    await answerFrame(0, "ada");
    assert.notEqual(await renewal, before);
    assert.equal(page.opened[0]?.closed, true);
    assert.equal(new URL(page.opened[0]?.url ?? "").searchParams.get("prompt"), "none");
    cookies.clear();
    await visit((await startOther()).page.assigned[0] ?? "", "grace");
    const other = client.getAccessToken({ forceRenewal: true });
    other.catch(() => undefined);
    await answerFrame(1, "grace");
    await assert.rejects(other, { code: "ERR_VERIFICATION_CONTINUITY" });
    assert.equal(await client.getSession(), undefined);
  });

  test("a silent sign-in of nobody is nobody, and any other error is one", async () => {
    const { client, page } = tab(undefined, { silentSignIn: { timeoutMs: 100 } });
    const nobody = client.signInSilently();
    await until(async () => page.opened[0]?.url.startsWith(issuer) === true);
    const callback = await visit(page.opened[0]?.url ?? "");
    assert.match(callback, /error=login_required/);
    await tab(callback, {}, { parent: page }).client.handleRedirect();
    assert.equal(await nobody, undefined);
    await assert.rejects(client.signInSilently(), { code: "ERR_TRANSPORT_TIMEOUT" });
  });

  test("where the browser has no database, a session lasts as long as its page", async () => {
    browser = createFakeBrowser({ withDatabases: false, withLocks: false, withChannels: false });
    const { client, page } = tab();
    const signing = client.signInPopup();
    await until(async () => page.opened[0]?.url.startsWith(issuer) === true);
    const popup = tab(await visit(page.opened[0]?.url ?? ""), {}, { opener: page });
    popup.client.handleRedirect().catch(() => undefined);
    await signing;
    assert.notEqual(await client.getAccessToken({ forceRenewal: true }), undefined);
  });

  test("listeners are told until they leave, and one that throws disturbs nobody", async () => {
    const { client } = await signedIn();
    const told: string[] = [];
    client.subscribe(() => {
      throw new Error("mine");
    });
    const leave = client.subscribe(({ type, subject }) => void told.push(`${type} ${subject}`));
    await client.getAccessToken({ forceRenewal: true });
    leave();
    await client.getAccessToken({ forceRenewal: true });
    assert.deepEqual(told, ["session.renewed ada-id"]);
  });

  async function startOther(): Promise<Tab> {
    const other = tab();
    await other.client.signInRedirect();
    return other;
  }
});

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let count = 0; count < 300 && !(await isDone()); count += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(await isDone());
}
