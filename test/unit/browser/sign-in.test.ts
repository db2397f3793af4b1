import assert from "node:assert/strict";
import { test } from "node:test";
import type { PendingLogin } from "../../../src/browser/login-transactions.ts";
import { pushAuthorization } from "../../../src/browser/push-authorization.ts";
import {
  finishSignIn,
  getTokensSilently,
  signInPopup,
  signInRedirect,
  signInSilently,
} from "../../../src/browser/sign-in.ts";
import {
  sceneApp as app,
  type BrowserScene,
  createBrowserScene,
  sceneIssuer as issuer,
} from "../../fixtures/browser-scene.ts";

const queryOf = (url = ""): URLSearchParams => new URL(url).searchParams;

function taken({ page, parts }: BrowserScene): PendingLogin | undefined {
  return parts.transactions.take(queryOf(page.assigned.at(-1)).get("state") ?? "");
}

test("a redirect goes on at a page of this origin, by default at the one that is shown", async () => {
  const scene = createBrowserScene();
  for (const [returnTo, expected] of [
    [undefined, `${app}/start`],
    ["/orders?page=2#top", `${app}/orders?page=2#top`],
    [`${app}/`, `${app}/`],
    ["?x", `${app}/start?x`],
  ] as const) {
    await signInRedirect(scene.parts, { returnTo });
    assert.equal(taken(scene)?.returnTo, expected);
  }
});

for (const returnTo of [
  "https://evil.example/",
  "//evil.example",
  "\\\\evil.example\\x",
  `${app}.evil.example/`,
  `${app}:8443/`,
  "http://app.example.com/",
  "https://app.example.com@evil.example/",
  "https://ada@app.example.com/",
  "https://ada:secret@app.example.com/",
  `blob:${app}/0b5ba1cd`,
  "javascript:alert(1)",
  "data:text/html,x",
  "https://",
]) {
  test(`a redirect does not go on at ${returnTo} (RFC 6749 §10.15)`, async () => {
    const { parts, page } = createBrowserScene();
    await assert.rejects(signInRedirect(parts, { returnTo }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "returnTo",
    });
    assert.deepEqual(page.assigned, []);
  });
}

test("a page without an origin of its own is no place to come back to", async () => {
  const { parts } = createBrowserScene();
  const location = { ...parts.window.location, origin: "null", href: "file:///index.html" };
  const there = { ...parts, window: { ...parts.window, location } };
  for (const returnTo of ["javascript:alert(1)", undefined])
    await assert.rejects(signInRedirect(there, { returnTo }), { parameter: "returnTo" });
});

test("the redirect URI is the first of the page's origin, or another one of it; no other page could finish", async () => {
  const scene = createBrowserScene();
  await signInRedirect(scene.parts, {});
  assert.equal(queryOf(scene.page.assigned[0]).get("redirect_uri"), `${app}/cb`);
  await signInRedirect(scene.parts, { parameters: { redirect_uri: `${app}/silent`, scope: "openid email" } });
  const query = queryOf(scene.page.assigned[1]);
  assert.deepEqual([query.get("redirect_uri"), query.get("scope")], [`${app}/silent`, "openid email"]);
  for (const redirect_uri of ["https://other.example/cb", `${app}/cb?x`]) {
    await assert.rejects(signInRedirect(scene.parts, { parameters: { redirect_uri } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "redirect_uri",
    });
  }
  const client = { client_id: "spa", redirect_uris: ["https://other.example/cb"], scope: "openid" };
  const elsewhere = createBrowserScene({ options: { client } });
  await assert.rejects(signInRedirect(elsewhere.parts, {}), { parameter: "redirect_uri" });
});

test("a call that is aborted already sends nothing", async () => {
  const { parts, requests } = createBrowserScene();
  await assert.rejects(signInRedirect(parts, { signal: AbortSignal.abort(new Error("mine")) }), /mine/);
  assert.deepEqual(requests, []);
});

test("requests go into the URL where nothing pushes them", async () => {
  const scene = createBrowserScene({ metadata: pushes });
  await signInRedirect(scene.parts, {});
  assert.equal(queryOf(scene.page.assigned[0]).get("code_challenge_method"), "S256");
});

test("a pushed request leaves nothing but its reference in the URL (RFC 9126 §4)", async () => {
  for (const [always, metadata] of [
    [true, { ...pushes, require_pushed_authorization_requests: false }],
    [false, { ...pushes, require_pushed_authorization_requests: true }],
  ] as const) {
    const scene = createBrowserScene({ options: { pushing: pushAuthorization({ always }) }, metadata });
    const extra = { theme: "dark", hint: ["a", "b"] };
    await signInRedirect(scene.parts, { parameters: { max_age: 60, login_hint: "ada" }, extra });
    const [url = ""] = scene.page.assigned;
    assert.equal(
      url,
      `${issuer}/authorize?tenant=a&client_id=spa&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Ar1`,
    );
    const form = new URLSearchParams(scene.requests.at(-1)?.body);
    assert.deepEqual(
      ["client_id", "response_type", "max_age", "login_hint", "theme", "redirect_uri", "tenant"].map((name) =>
        form.get(name),
      ),
      ["spa", "code", "60", "ada", "dark", `${app}/cb`, null],
    );
    assert.deepEqual(form.getAll("hint"), ["a", "b"]);
    assert.ok(scene.parts.transactions.take(form.get("state") ?? ""), "the transaction is that of the pushed request");
  }
});

test("a request is pushed where it must be and nowhere else, and goes no other way", async () => {
  const may = createBrowserScene({ options: { pushing: pushAuthorization() }, metadata: pushes });
  await signInRedirect(may.parts, {});
  assert.equal(queryOf(may.page.assigned[0]).get("scope"), "openid");
  const cannot = createBrowserScene({ options: { pushing: pushAuthorization({ always: true }) } });
  await assert.rejects(signInRedirect(cannot.parts, {}), { code: "ERR_CONFIGURATION_METADATA_MISSING" });
  assert.deepEqual(cannot.page.assigned, []);
  await assert.rejects(signInRedirect(cannot.parts, { extra: { display: ["page", "popup"] } }), {
    code: "ERR_VERIFICATION_PARAMETER_REPEATED",
  });
  await assert.rejects(signInRedirect(cannot.parts, { extra: { authorization_details: "moon" } }), {
    code: "ERR_VALIDATION_REQUEST",
  });
});

test("a popup is opened before anything is waited for, and closed whatever happens", async () => {
  const scene = createBrowserScene({ options: { fetch: async () => new Response("", { status: 500 }) } });
  const signing = signInPopup(scene.parts, {});
  assert.equal(scene.page.opened[0]?.url, "about:blank");
  await assert.rejects(signing);
  assert.equal(scene.page.opened[0]?.closed, true);
});

test("a popup or a frame that cannot be sent anywhere leaves nothing that waits", async () => {
  const { parts, page } = createBrowserScene();
  const location = {
    set href(_: string) {
      throw new Error("gone");
    },
    get href() {
      return "";
    },
  };
  let listening = 0;
  const window = {
    ...parts.window,
    open: () => ({ closed: false, close: () => undefined, postMessage: () => undefined, location }),
    document: {
      ...parts.window.document,
      body: {
        append() {
          throw new Error("no body yet");
        },
      },
    },
    addEventListener: () => {
      listening += 1;
    },
  };
  await assert.rejects(signInPopup({ ...parts, window }, {}), /gone/);
  await assert.rejects(signInSilently({ ...parts, window }, {}), /no body yet/);
  assert.deepEqual([listening, page.opened.at(-1)?.closed], [0, true]);
});

test("a frame asks with prompt=none, at a redirect URI of its own, and is removed", async () => {
  for (const [silentSignIn, expected] of [
    [{ redirectUri: `${app}/silent`, timeoutMs: 5 }, `${app}/silent`],
    [{ timeoutMs: 5 }, `${app}/cb`],
  ] as const) {
    const { parts, page } = createBrowserScene({ options: { silentSignIn } });
    await assert.rejects(getTokensSilently(parts, { parameters: { prompt: "login" } }), {
      code: "ERR_TRANSPORT_TIMEOUT",
    });
    const [frame] = page.opened;
    const query = queryOf(frame?.url);
    assert.deepEqual([query.get("prompt"), query.get("redirect_uri"), frame?.closed], ["none", expected, true]);
  }
});

for (const [error, isNobody] of [
  ["login_required", true],
  ["consent_required", true],
  ["interaction_required", true],
  ["account_selection_required", true],
  ["access_denied", false],
] as const) {
  test(`a provider that answers a silent sign-in with ${error} ${isNobody ? "says that it is nobody" : "refuses it"}`, async () => {
    const { parts, page } = createBrowserScene();
    const signing = signInSilently(parts, {});
    signing.catch(() => undefined);
    while (page.opened[0] === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    const state = queryOf(page.opened[0].url).get("state") ?? "";
    const query = new URLSearchParams({ error, state, iss: issuer }).toString();
    await new Promise((resolve) => setTimeout(resolve, 1));
    page.hear({ origin: app, data: { type: "callback", state, query } });
    if (isNobody) assert.equal(await signing, undefined);
    else await assert.rejects(signing, { error });
  });
}

test("an answer of another server is refused before its code is sent (RFC 9207 §2.4)", async () => {
  const scene = createBrowserScene();
  await signInRedirect(scene.parts, {});
  const { transaction } = taken(scene) ?? assert.fail();
  const answer = (more: Record<string, string>): URLSearchParams =>
    new URLSearchParams({ code: "c", state: transaction.state, ...more });
  await assert.rejects(finishSignIn(scene.parts, { query: answer({ iss: "https://evil.example" }), transaction }), {
    code: "ERR_VERIFICATION_ISSUER",
  });
  await assert.rejects(finishSignIn(scene.parts, { query: answer({ state: "other" }), transaction }), {
    code: "ERR_VERIFICATION_STATE",
  });
  const other = { ...transaction, issuer: "https://evil.example" };
  await assert.rejects(finishSignIn(scene.parts, { query: answer({}), transaction: other }), {
    code: "ERR_VERIFICATION_TRANSACTION",
  });
  assert.ok(!scene.requests.some(({ url }) => url.endsWith("/token")));
});

const pushes = { pushed_authorization_request_endpoint: `${issuer}/par` };
