import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import {
  askSession,
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  type SceneOptions,
} from "../../fixtures/relying-party-scene.ts";

/** A signed-in browser, whose userinfo endpoint says what it is told to. */
async function signIn(
  response: Readonly<Record<string, unknown>> | Error,
  relyingParty: SceneOptions["relyingParty"] = { userinfo: true },
): Promise<{ readonly scene: Scene; readonly browser: Browser; readonly callback: Response }> {
  const scene = createScene({
    relyingParty: relyingParty ?? {},
    fetch: async (input, _init, next) => {
      if (!input.endsWith("/userinfo")) return next();
      if (response instanceof Error) throw response;
      return Response.json(response);
    },
  });
  const browser = createBrowser(scene);
  const callback = await browser.signIn();
  return { scene, browser, callback };
}

for (const kind of ["cookie", "store"] as const) {
  test(`claims of the userinfo endpoint stay with the session, also when its tokens are renewed (${kind})`, async () => {
    const sessions = kind === "cookie" ? kind : createMemorySharedStore({ clock: () => 0 });
    const told = { sub: "ada", name: "Ada Lovelace", email: "ada@example.com", department: "Engines" };
    const { scene, browser } = await signIn(told, { userinfo: true, sessions });
    const { session } = await scene.rp.getSession(browser.request("/"));
    assert.deepEqual(
      [session?.claims.department, session?.claims.email, session?.claims.sub],
      ["Engines", "ada@example.com", "ada"],
    );
    assert.ok(Object.isFrozen(session?.claims));
    assert.deepEqual((await askSession(browser)).claims, {
      sub: "ada",
      name: "Ada Lovelace",
      email: "ada@example.com",
    });
    scene.pass(700);
    const later = await scene.rp.getSession(browser.request("/"));
    assert.ok(scene.eventTypes().includes("session.renewed"));
    assert.equal(later.session?.claims.department, "Engines");
    assert.equal(scene.requests.filter((path) => path === "/userinfo").length, 1);
  });
}

test("nobody is asked where the option is left out", async () => {
  const { scene, browser } = await signIn({ sub: "ada", department: "Engines" }, {});
  assert.equal(scene.requests.includes("/userinfo"), false);
  assert.equal((await scene.rp.getSession(browser.request("/"))).session?.claims.department, undefined);
});

test("a list keeps the claims that it names", async () => {
  const told = { sub: "ada", department: "Engines", room: "7", email: "ada@example.com" };
  const { scene, browser } = await signIn(told, { userinfo: ["department", "absent"] });
  const claims = (await scene.rp.getSession(browser.request("/"))).session?.claims;
  assert.deepEqual([claims?.department, claims?.room, claims?.email], ["Engines", undefined, undefined]);
});

test("claims about another user end the login (OIDC Core §5.3.2)", async () => {
  const { scene, browser, callback } = await signIn({ sub: "eve", department: "Engines" });
  assert.equal(callback.status, 400);
  assert.equal((await askSession(browser)).isSignedIn, false);
  const failed = scene.events.find(({ type }) => type === "login.failed");
  assert.deepEqual(failed, { type: "login.failed", code: "ERR_VERIFICATION_SUBJECT" });
});

test("claims without a user end the login", async () => {
  const { browser, callback } = await signIn({ department: "Engines" });
  assert.equal(callback.status, 400);
  assert.equal((await askSession(browser)).isSignedIn, false);
});

test("an endpoint that does not answer ends the login, which is not tried again with the same code", async () => {
  const { browser, callback } = await signIn(new TypeError("connection refused"));
  assert.deepEqual([callback.status, browser.cookies.size], [503, 0]);
});

test("what only an ID token can say, and what it has said, is not taken from elsewhere", async () => {
  const told = {
    sub: "ada",
    iss: "https://evil.example",
    aud: "other",
    sid: "other",
    acr: "high",
    amr: ["hwk"],
    auth_time: 1,
    nonce: "other",
    cnf: { jkt: "other" },
    _claim_sources: { src: { endpoint: "https://evil.example", access_token: "secret" } },
    _claim_names: { name: "src" },
    department: "Engines",
  };
  const { scene, browser } = await signIn(told);
  const plain = await signIn({ sub: "ada" });
  const { session } = await scene.rp.getSession(browser.request("/"));
  const before = (await plain.scene.rp.getSession(plain.browser.request("/"))).session?.claims;
  assert.deepEqual(
    Object.keys(session?.claims ?? {}).filter((name) => !Object.hasOwn(before ?? {}, name)),
    ["department"],
  );
  for (const name of ["iss", "aud", "acr", "amr"]) assert.deepEqual(session?.claims[name], before?.[name], name);
  assert.equal(session?.sid === "other", false);
});

test("more than a session should hold is refused with what to do", async () => {
  const errors: unknown[] = [];
  const { browser, callback } = await signIn(
    { sub: "ada", notes: "x".repeat(8200) },
    { userinfo: true, onError: ({ error }) => void errors.push(error) as undefined },
  );
  assert.deepEqual([callback.status, (await askSession(browser)).isSignedIn], [500, false]);
  const [error] = errors;
  assert.ok(error instanceof Error);
  assert.match(error.message, /longer than 8192 characters.*userinfo takes a list of claims/);
});

test("what the application does not want counts for nothing", async () => {
  const told = { sub: "ada", notes: "x".repeat(8200), room: "7" };
  const { callback } = await signIn(told, { userinfo: ["room"] });
  assert.equal(callback.status, 303);
});

for (const userinfo of ["yes", 1, { claims: ["name"] }, [1], null]) {
  test(`the option userinfo is refused as ${JSON.stringify(userinfo)}`, () => {
    const { options } = createScene();
    assert.throws(() => createRelyingParty(Object.assign({}, options, { userinfo })), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "userinfo",
    });
  });
}
