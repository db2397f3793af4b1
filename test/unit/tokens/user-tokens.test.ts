import assert from "node:assert/strict";
import { test } from "node:test";
import { createUserTokens } from "../../../src/tokens/user-tokens.ts";
import { resources } from "../../fixtures/provider/grants-provider.ts";
import { bearer, createTokensScene, type TokensScene } from "../../fixtures/tokens-scene.ts";

const noLeeway = { tokens: { resources, refreshLeewaySeconds: 0 } } as const;
const manyResources = { token: { audience: ["https://api.example.com", "https://files.example.com"] } } as const;

function manage(scene: TokensScene, options: object = {}) {
  return createUserTokens(scene.client(), { store: scene.store, onEvent: scene.onEvent, ...options });
}

function endings(scene: TokensScene): readonly string[] {
  return scene.events.flatMap((event) => (event.type === "token.session_ended" ? [event.reason] : []));
}

test("user tokens: tokens are given as they were saved until they are due, then renewed", async () => {
  const scene = createTokensScene(noLeeway);
  const users = manage(scene);
  assert.equal(await users.get("session-1"), undefined);
  await users.save("session-1", await scene.logIn());
  assert.equal((await users.get("session-1"))?.response.access_token, "login-token");
  assert.equal(await users.get("session-2"), undefined);
  scene.provider.advance(299);
  const renewed = await users.get("session-1");
  assert.notEqual(renewed?.response.access_token, "login-token");
  assert.notEqual(renewed?.refreshToken, "refresh-token-1");
  const [event] = scene.events.filter(({ type }) => type === "token.renewed");
  assert.equal(event?.type === "token.renewed" && event.isRotated, true);
  const text = JSON.stringify(scene.events);
  for (const secret of ["session-1", "login-token", "refresh-token-1", renewed?.refreshToken ?? ""]) {
    assert.ok(!text.includes(secret));
  }
});

test("user tokens: 50 processes with 4 callers each cost one refresh, where reuse would end the session", async () => {
  const scene = createTokensScene(noLeeway);
  const managers = Array.from({ length: 50 }, () => manage(scene));
  await managers[0]?.save("s", await scene.logIn());
  scene.provider.advance(300);
  const calls = managers.flatMap((users) => [1, 2, 3, 4].map(() => users.get("s")));
  const got = await Promise.all(calls);
  assert.equal(new Set(got.map((tokens) => tokens?.response.access_token)).size, 1);
  assert.equal(scene.asked.length, 1);
  assert.deepEqual(endings(scene), []);
});

test("user tokens: many renewals in a row, by one process after the other, lose no session", async () => {
  const scene = createTokensScene(noLeeway);
  const managers = Array.from({ length: 5 }, () => manage(scene));
  await managers[0]?.save("s", await scene.logIn());
  for (let turn = 0; turn < 20; turn += 1) {
    assert.ok((await managers[turn % 5]?.renew("s")) !== undefined);
  }
  assert.equal(scene.asked.length, 20);
});

test("user tokens: the new refresh token is in the store before anybody has the access token (RFC 9700 §4.14)", async () => {
  const scene = createTokensScene(noLeeway);
  const order: string[] = [];
  const store = {
    ...scene.store,
    async write(...given: Parameters<typeof scene.store.write>) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("stored");
      return scene.store.write(...given);
    },
  };
  const users = manage(scene, { store });
  await users.save("s", await scene.logIn());
  await users.renew("s").then(() => order.push("given"));
  assert.deepEqual(order, ["stored", "stored", "given"]);
});

test("user tokens: where the store fails after a rotation nothing is lost, and it is stored when the store is back", async () => {
  const scene = createTokensScene(noLeeway);
  let isDown = false;
  const store = {
    ...scene.store,
    write: (...given: Parameters<typeof scene.store.write>) =>
      isDown ? Promise.reject(new Error("down")) : scene.store.write(...given),
  };
  const users = manage(scene, { store, wait: scene.wait });
  await users.save("s", await scene.logIn());
  isDown = true;
  await assert.rejects(users.renew("s"), { code: "ERR_TRANSPORT_NETWORK", parameter: "store" });
  await assert.rejects(users.get("s"), { code: "ERR_TRANSPORT_NETWORK", parameter: "store" });
  isDown = false;
  const tokens = await users.get("s");
  assert.notEqual(tokens?.response.access_token, "login-token");
  assert.equal(scene.asked.length, 1);
  assert.ok((await users.renew("s")) !== undefined);
});

test("user tokens: the old refresh token is kept where the server gives none (RFC 6749 §6)", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn());
  scene.answer = () => bearer({ access_token: "token-2" });
  assert.equal((await users.renew("s"))?.refreshToken, "refresh-token-1");
  await users.renew("s");
  assert.deepEqual(
    scene.asked.map((form) => form.get("refresh_token")),
    ["refresh-token-1", "refresh-token-1"],
  );
});

test("user tokens: invalid_grant is told once, ends the session and forgets the tokens", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn());
  scene.answer = () => Response.json({ error: "invalid_grant" }, { status: 400 });
  await assert.rejects(users.renew("s"), { code: "ERR_OAUTH_RESPONSE", error: "invalid_grant" });
  assert.deepEqual(endings(scene), ["refused"]);
  assert.equal(await users.get("s"), undefined);
  assert.equal(scene.asked.length, 1);
});

test("user tokens: invalid_grant after another process has rotated is met with the newer token", async () => {
  const scene = createTokensScene(noLeeway);
  const [slow, fast] = [manage(scene, { leaseMs: 1, wait: scene.wait }), manage(scene)];
  await slow.save("s", await scene.logIn());
  let isFirst = true;
  scene.answer = async (_form, honest) => {
    if (!isFirst) return honest();
    isFirst = false;
    // The lease of the slow process runs out, and another one renews.
    scene.provider.advance(1);
    await fast.renew("s");
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  };
  const tokens = await slow.renew("s");
  assert.deepEqual((await fast.get("s"))?.response, tokens?.response);
  assert.deepEqual(endings(scene), []);
});

test("user tokens: while the server cannot be reached the old token is used, and no refresh token is sent twice in a row", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn());
  scene.provider.advance(290);
  scene.answer = () => Promise.reject(new Error("unplugged"));
  assert.equal((await users.get("s"))?.response.access_token, "login-token");
  assert.equal((await users.get("s"))?.response.access_token, "login-token");
  await assert.rejects(users.get("s", { rejectedToken: "login-token" }), { code: "ERR_TRANSPORT_NETWORK" });
  assert.equal(scene.asked.length, 1);
  scene.provider.advance(10);
  await assert.rejects(users.get("s"), { code: "ERR_TRANSPORT_NETWORK" });
  scene.answer = undefined;
  scene.provider.advance(60);
  assert.ok((await users.get("s")) !== undefined);
  assert.deepEqual(endings(scene), []);
});

test("user tokens: another process does not repeat a refresh that has just failed", async () => {
  const scene = createTokensScene();
  const [one, other] = [manage(scene), manage(scene)];
  await one.save("s", await scene.logIn());
  scene.provider.advance(300);
  scene.answer = () => new Response("no", { status: 503 });
  await assert.rejects(one.get("s"));
  await assert.rejects(other.get("s"), { code: "ERR_TRANSPORT_NETWORK" });
  assert.equal(scene.asked.length, 1);
});

test("user tokens: a process that dies in the middle of a refresh leaves the session to the next one", async () => {
  const scene = createTokensScene();
  const dying = manage(scene);
  await dying.save("s", await scene.logIn());
  scene.provider.advance(300);
  for (const reachesProvider of [false, true]) {
    const asked = scene.asked.length;
    scene.answer = async (_form, honest) => {
      scene.answer = undefined;
      // The answer gets lost, whether or not the provider has rotated; it gives the same successor for some seconds.
      if (reachesProvider) await honest();
      return new Promise(() => undefined);
    };
    manage(scene)
      .get("s", { forceRenewal: true })
      .catch(() => undefined);
    while (scene.asked.length === asked) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok((await manage(scene, { wait: scene.wait }).renew("s")) !== undefined);
    assert.equal(scene.asked.length, asked + 2);
    scene.provider.advance(300);
  }
});

test("user tokens: access tokens of several resources come from one refresh token, one refresh at a time", async () => {
  const scene = createTokensScene(noLeeway);
  const users = manage(scene);
  await users.save("s", await scene.logIn(manyResources));
  const [api, files, narrow] = await Promise.all([
    users.get("s", { resource: "https://api.example.com" }),
    manage(scene).get("s", { resource: ["https://files.example.com"] }),
    users.get("s", { resource: "https://api.example.com", scope: "api:read" }),
  ]);
  const all = [api, files, narrow].map((tokens) => tokens?.response.access_token);
  assert.equal(new Set(all).size, 3);
  assert.equal(scene.asked.length, 3);
  assert.equal((await users.get("s"))?.response.access_token, "login-token");
  const again = await users.get("s", { resource: "https://api.example.com" });
  assert.equal(again?.response.access_token, api?.response.access_token);
  assert.equal(scene.asked.length, 3);
  assert.ok((await users.renew("s", { resource: "https://files.example.com" })) !== undefined);
});

test("user tokens: a refusal of one resource ends neither the session nor the others", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn());
  const resource = "https://unknown.example.com";
  await assert.rejects(users.get("s", { resource }), { error: "invalid_target" });
  await assert.rejects(users.get("s", { resource }), { error: "invalid_target" });
  assert.equal(scene.asked.length, 1);
  assert.ok((await users.renew("s")) !== undefined);
});

test("user tokens: revoke forgets the tokens and has the server end them (RFC 7009 §2.1)", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn(manyResources));
  const api = await users.get("s", { resource: "https://api.example.com" });
  const tokens = await users.get("s");
  const outcome = await users.revoke("s");
  assert.equal(outcome?.complete, true);
  assert.deepEqual(
    scene.revoked.map((form) => form.get("token")),
    [tokens?.refreshToken, "login-token", api?.response.access_token],
  );
  assert.equal(await users.get("s"), undefined);
  assert.equal(await users.revoke("s"), undefined);
  assert.equal(scene.types().at(-1), "token.revoked");
});

test("user tokens: revoke forgets also where the server does not answer or has no revocation endpoint", async () => {
  const scene = createTokensScene();
  const { context, ...client } = scene.client();
  const missing = Object.assign(new Error("none"), { code: "x" });
  const users = createUserTokens(
    { ...client, context, revokeAll: () => Promise.reject(missing) },
    { store: scene.store },
  );
  await users.save("s", await scene.logIn());
  await assert.rejects(users.revoke("s"), missing);
  assert.equal(await users.get("s"), undefined);
  const metadata = { issuer: "https://id.example.com", response_types_supported: ["code"] };
  const without = createUserTokens(scene.client({ metadata }), { store: scene.store, onEvent: scene.onEvent });
  await without.save(
    "s",
    await scene.logIn({ refreshToken: "refresh-token-2", grant: { id: "grant-2" }, token: { grantId: "grant-2" } }),
  );
  assert.equal(await without.revoke("s"), undefined);
  assert.equal(await without.get("s"), undefined);
});

test("user tokens: a logout in the middle of a refresh wins, and what came is revoked", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  await users.save("s", await scene.logIn());
  scene.answer = async () => {
    await manage(scene).revoke("s");
    scene.answer = undefined;
    return bearer({ access_token: "late-token", refresh_token: "late-refresh" });
  };
  assert.equal(await users.renew("s"), undefined);
  assert.equal(await users.get("s"), undefined);
  assert.ok(scene.revoked.some((form) => form.get("token") === "late-refresh"));
});

test("user tokens: a refresh that another process stores in the middle of a logout is ended too (RFC 7009 §2.1)", async () => {
  const scene = createTokensScene(noLeeway);
  const other = manage(scene);
  await other.save("s", await scene.logIn());
  let isFirst = true;
  const store = {
    ...scene.store,
    async remove(...given: Parameters<typeof scene.store.remove>) {
      if (isFirst) {
        isFirst = false;
        await other.renew("s");
      }
      return scene.store.remove(...given);
    },
  };
  await manage(scene, { store }).revoke("s");
  assert.equal(await other.get("s"), undefined);
  const revoked = scene.revoked.map((form) => form.get("token"));
  assert.ok(!revoked.includes("refresh-token-1"));
  assert.equal(revoked.length, 2);
});

test("user tokens: a logout ends what never stops changing, too", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  const tokens = await scene.logIn();
  await users.save("s", tokens);
  const store = {
    ...scene.store,
    async remove(...given: Parameters<typeof scene.store.remove>) {
      if (given[1]?.ifVersion !== undefined) await users.save("s", tokens);
      return scene.store.remove(...given);
    },
  };
  assert.equal((await manage(scene, { store }).revoke("s"))?.complete, true);
  assert.equal(await users.get("s"), undefined);
});

test("user tokens: what a process could not store in time is revoked where the user has logged out meanwhile", async () => {
  const scene = createTokensScene(noLeeway);
  let isDown = false;
  const store = {
    ...scene.store,
    write: (...given: Parameters<typeof scene.store.write>) =>
      isDown ? Promise.reject(new Error("down")) : scene.store.write(...given),
  };
  const users = manage(scene, { store, wait: scene.wait });
  await users.save("s", await scene.logIn());
  let late: string | undefined;
  scene.answer = async (_form, honest) => {
    const answer = await honest();
    late = (await answer.clone().json()).refresh_token;
    return answer;
  };
  isDown = true;
  await assert.rejects(users.renew("s"), { parameter: "store" });
  isDown = false;
  await manage(scene).revoke("s");
  assert.equal(await users.get("s"), undefined);
  assert.equal(typeof late, "string");
  assert.equal(scene.revoked.map((form) => form.get("token")).includes(late ?? ""), true);
});

test("user tokens: nobody waits for a renewal while there is time, and one is under way at a time", async () => {
  const scene = createTokensScene(noLeeway);
  const given: Promise<void>[] = [];
  const users = manage(scene, { waitUntil: (work: Promise<void>) => void given.push(work) });
  await users.save("s", await scene.logIn());
  let release = (): void => undefined;
  scene.answer = async (_form, honest) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return honest();
  };
  // Due 30 seconds before the end, or up to twice as early; there is time until 15 seconds before it.
  scene.provider.advance(271);
  const early = await Promise.all([users.get("s"), users.get("s"), users.get("s")]);
  assert.deepEqual(
    early.map((tokens) => tokens?.response.access_token),
    ["login-token", "login-token", "login-token"],
  );
  assert.ok(given.length > 0);
  while (scene.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal((await users.get("s"))?.response.access_token, "login-token");
  release();
  await Promise.all(given);
  assert.equal(scene.asked.length, 1);
  assert.notEqual((await users.get("s"))?.response.access_token, "login-token");
  assert.equal(scene.asked.length, 1);
});

test("user tokens: callers wait for a renewal where there is little time, another token is demanded, or it is wanted so", async () => {
  for (const [options, seconds, wanted] of [
    [{}, 286, {}],
    [{}, 271, { rejectedToken: "login-token" }],
    [{}, 0, { forceRenewal: true }],
    [{ renewInBackground: false }, 271, {}],
  ] as const) {
    const scene = createTokensScene(noLeeway);
    const users = manage(scene, options);
    await users.save("s", await scene.logIn());
    scene.provider.advance(seconds);
    assert.notEqual((await users.get("s", wanted))?.response.access_token, "login-token");
    assert.equal(scene.asked.length, 1);
  }
});

test("user tokens: 20 processes with time cost one refresh, and each has a moment of its own", async () => {
  const scene = createTokensScene(noLeeway);
  const given: Promise<void>[] = [];
  const managers = Array.from({ length: 20 }, () =>
    manage(scene, { waitUntil: (work: Promise<void>) => void given.push(work) }),
  );
  await managers[0]?.save("s", await scene.logIn());
  // Between twice the margin and the margin before the end it depends on the process.
  scene.provider.advance(255);
  await Promise.all(managers.map((users) => users.get("s")));
  assert.ok(given.length > 0 && given.length < 20, `${given.length}`);
  await Promise.all(given);
  assert.equal(scene.asked.length, 1);
  assert.deepEqual(endings(scene), []);
});

test("user tokens: a renewal that fails while nobody waits is told by events, and the session of invalid_grant is over", async () => {
  for (const [answer, ending] of [
    [() => Promise.reject(new Error("unplugged")), []],
    [() => Response.json({ error: "invalid_grant" }, { status: 400 }), ["refused"]],
  ] as const) {
    const scene = createTokensScene();
    const given: Promise<void>[] = [];
    const users = manage(scene, { waitUntil: (work: Promise<void>) => void given.push(work) });
    await users.save("s", await scene.logIn());
    scene.provider.advance(271);
    scene.answer = answer;
    assert.equal((await users.get("s"))?.response.access_token, "login-token");
    await Promise.all(given);
    assert.ok(scene.types().includes("token.renewal_failed"));
    assert.deepEqual(endings(scene), ending);
    const next = await users.get("s");
    assert.equal(next?.response.access_token, ending.length === 0 ? "login-token" : undefined);
    assert.equal(scene.asked.length, 1);
  }
});

test("user tokens: of one store, the users of another client and of another issuer are others", async () => {
  const scene = createTokensScene();
  const { context, ...client } = scene.client();
  await manage(scene).save("s", await scene.logIn());
  for (const owner of [
    { clientId: "other" },
    { metadata: { issuer: "https://other.example.com", response_types_supported: [] } },
  ]) {
    const owned = { ...client, context: async () => ({ ...(await context()), ...owner }) as never };
    assert.equal(await createUserTokens(owned, { store: scene.store }).get("s"), undefined);
  }
  assert.ok((await manage(scene).get("s")) !== undefined);
});

test("user tokens: without a key nobody is given the tokens of somebody else", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  const tokens = await scene.logIn();
  const wrong = { code: "ERR_CONFIGURATION_OPTION", parameter: "key" };
  for (const key of [undefined, null, "", 7, {}]) {
    for (const step of [users.save, users.get, users.renew, users.revoke]) {
      await assert.rejects(async () => Reflect.apply(step, undefined, [key, tokens]), wrong);
    }
  }
  await assert.rejects(users.fetch("", { baseUrl: "https://api.example.com" })("/"), wrong);
});

test("user tokens: of custom claims nothing is stored, so nobody is given any, right after a refresh neither", async () => {
  const scene = createTokensScene();
  const client = scene.client();
  const fresh = { ...(await scene.logIn()), ...{ custom: { role: "admin" } } };
  const users = createUserTokens({ ...client, refresh: async () => fresh as never }, { store: scene.store });
  await users.save("s", fresh);
  assert.ok(!("custom" in ((await users.get("s")) ?? {})));
  assert.ok(!("custom" in ((await users.renew("s")) ?? {})));
});

test("user tokens: a login in the middle of a refresh wins, and nobody gets the tokens of the one before", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  const first = await scene.logIn();
  await users.save("s", first);
  scene.answer = async () => {
    scene.answer = undefined;
    const response = { ...first.response, access_token: "other-user", refresh_token: "other-refresh" };
    scene.provider.advance(0.001);
    await manage(scene).save("s", {
      ...first,
      response,
      refreshToken: "other-refresh",
      receivedAt: scene.provider.now(),
    });
    return bearer({ access_token: "late-token", refresh_token: "late-refresh" });
  };
  assert.equal((await users.renew("s"))?.response.access_token, "other-user");
  assert.equal((await users.get("s"))?.refreshToken, "other-refresh");
});

test("user tokens: without a refresh token they last as long as the access token", async () => {
  const scene = createTokensScene();
  const users = manage(scene);
  const tokens = { ...(await scene.logIn()), refreshToken: undefined };
  await users.save("s", tokens);
  scene.provider.advance(299);
  assert.equal((await users.get("s"))?.response.access_token, "login-token");
  assert.equal(await users.renew("s"), undefined);
  assert.ok((await users.get("s")) !== undefined);
  scene.provider.advance(1);
  assert.equal(await users.get("s"), undefined);
  assert.deepEqual(endings(scene), ["expired"]);
  assert.equal(scene.asked.length, 0);
});

test("user tokens: tokens are forgotten after their lifetime without use", async () => {
  const scene = createTokensScene();
  const users = manage(scene, { lifetimeSeconds: 3600 });
  await users.save("s", await scene.logIn());
  scene.provider.advance(3000);
  await users.get("s");
  scene.provider.advance(3000);
  await users.get("s");
  scene.provider.advance(3600);
  assert.equal(await users.get("s"), undefined);
});

test("user tokens: neither key nor token is readable in a store with a secret", async () => {
  const scene = createTokensScene();
  const written: string[] = [];
  const store = {
    ...scene.store,
    write: (...given: Parameters<typeof scene.store.write>) => {
      written.push(given[0], given[1]);
      return scene.store.write(...given);
    },
  };
  const users = manage(scene, { store, secret: new Uint8Array(32).fill(7) });
  await users.save("session-secret", await scene.logIn());
  assert.equal((await users.get("session-secret"))?.refreshToken, "refresh-token-1");
  for (const text of ["session-secret", "login-token", "refresh-token-1"]) assert.ok(!written.join().includes(text));
  assert.equal(await manage(scene, { secret: "of another deployment, 32 octets!" }).get("session-secret"), undefined);
});

test("user tokens: a new ID token about another login ends the session (OpenID Connect Core §12.2)", async () => {
  const scene = createTokensScene();
  const client = scene.client();
  const broken = Object.assign(new Error("other subject"), { code: "ERR_VERIFICATION_CONTINUITY" });
  const { VerificationError } = await import("../../../src/errors/families.ts");
  const error = new VerificationError("ERR_VERIFICATION_CONTINUITY", { message: "Another subject.", cause: broken });
  const users = createUserTokens(
    { ...client, refresh: () => Promise.reject(error) },
    { store: scene.store, onEvent: scene.onEvent },
  );
  await users.save("s", await scene.logIn());
  await assert.rejects(users.renew("s"), { code: "ERR_VERIFICATION_CONTINUITY" });
  assert.deepEqual(endings(scene), ["broken"]);
  assert.equal(await users.get("s"), undefined);
});

test("user tokens: a lease that never ends is waited for no longer than twice its time", async () => {
  const scene = createTokensScene();
  const store = { ...scene.store, acquire: async () => undefined };
  const users = manage(scene, { store, wait: scene.wait, leaseMs: 1000 });
  await users.save("s", await scene.logIn());
  scene.provider.advance(300);
  await assert.rejects(users.get("s"), { code: "ERR_TRANSPORT_TIMEOUT", parameter: "leaseMs" });
  assert.equal(scene.asked.length, 0);
  assert.ok(scene.types().includes("token.waiting"));
});

test("user tokens: options and token sets are checked", async () => {
  const scene = createTokensScene();
  for (const [options, parameter] of [
    [{}, "store"],
    [{ store: scene.store, lifetimeSeconds: 0 }, "lifetimeSeconds"],
    [{ store: scene.store, lifetime: 1 }, "lifetime"],
  ] as const) {
    assert.throws(() => Reflect.apply(createUserTokens, undefined, [scene.client(), options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  }
  const foreign = { ...(await scene.logIn()), issuer: "https://other.example.com" };
  await assert.rejects(manage(scene).save("s", foreign), { code: "ERR_CONFIGURATION_OPTION", parameter: "tokens" });
});
