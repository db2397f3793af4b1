import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientCredentialsTokens } from "../../../src/tokens/client-credentials-tokens.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { bearer, createTokensScene } from "../../fixtures/tokens-scene.ts";

const read = { scope: "api:read" } as const;

test("client credentials tokens: many callers cost one request, later ones none", async () => {
  const scene = createTokensScene();
  const tokens = createClientCredentialsTokens(scene.client(), { ...read, onEvent: scene.onEvent });
  const got = await Promise.all(Array.from({ length: 100 }, () => tokens.getToken()));
  assert.equal(new Set(got.map(({ response }) => response.access_token)).size, 1);
  await tokens.getToken();
  assert.equal(scene.asked.length, 1);
  assert.equal(scene.asked[0]?.get("scope"), "api:read");
  const asking = scene.types().filter((type) => type !== "token.reused");
  assert.deepEqual(asking, ["token.requested", "token.renewed"]);
  assert.ok(scene.events.every((event) => Object.isFrozen(event)));
  assert.ok(!JSON.stringify(scene.events).includes(got[0]?.response.access_token ?? ""));
});

test("client credentials tokens: every parameter tells tokens apart, their order does not", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer();
  const tokens = createClientCredentialsTokens(scene.client());
  const extra = { b: "2", a: "1" };
  for (const options of [
    { scope: "a" },
    { scope: "b" },
    { scope: "a", resource: "https://a.example.com" },
    { scope: "a", resource: ["https://a.example.com", "https://b.example.com"] },
    { scope: "a", audience: "https://a.example.com" },
    { scope: "a", extra },
    { scope: "a", parameters: { authorization_details: [{ type: "payment" }] } },
  ]) {
    await tokens.getToken(options);
  }
  assert.equal(scene.asked.length, 7);
  await tokens.getToken({ scope: "a", extra: { a: "1", b: "2" } });
  assert.equal(scene.asked.length, 7);
  assert.equal(scene.asked[4]?.get("audience"), "https://a.example.com");
});

test("client credentials tokens: what a call says goes before what the manager says", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer();
  const tokens = createClientCredentialsTokens(scene.client(), { scope: "a", resource: "https://a.example.com" });
  await tokens.getToken({ scope: "b" });
  await tokens.getToken({ scope: undefined, extra: { one: "1" }, parameters: {} });
  assert.deepEqual(
    scene.asked.map((form) => [form.get("scope"), form.get("resource"), form.get("one")]),
    [
      ["b", "https://a.example.com", null],
      ["a", "https://a.example.com", "1"],
    ],
  );
});

test("client credentials tokens: a token is renewed before it ends, within its margin", async () => {
  const scene = createTokensScene();
  let count = 0;
  scene.answer = () => bearer({ access_token: `token-${++count}`, expires_in: 3600 });
  const { getToken } = createClientCredentialsTokens(scene.client());
  await getToken();
  scene.provider.advance(3600 - 121);
  assert.equal((await getToken()).response.access_token, "token-1");
  scene.provider.advance(61);
  await getToken();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await getToken()).response.access_token, "token-2");
});

test("client credentials tokens: nobody waits for a renewal while there is time, and everybody does when there is little", async () => {
  const scene = createTokensScene();
  let count = 0;
  let release = (): void => undefined;
  scene.answer = async () => {
    count += 1;
    const token = `token-${count}`;
    if (count > 1)
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    return bearer({ access_token: token, expires_in: 3600 });
  };
  const { getToken } = createClientCredentialsTokens(scene.client());
  await getToken();
  scene.provider.advance(3600 - 59);
  for (let call = 0; call < 3; call += 1) assert.equal((await getToken()).response.access_token, "token-1");
  scene.provider.advance(30);
  const late = getToken();
  await new Promise((resolve) => setTimeout(resolve, 20));
  release();
  assert.equal((await late).response.access_token, "token-2");
  assert.equal(count, 2);
});

test("client credentials tokens: a token without expires_in is used until a resource refuses it", async () => {
  const scene = createTokensScene();
  let count = 0;
  scene.answer = () => bearer({ access_token: `token-${++count}`, expires_in: undefined });
  const { getToken } = createClientCredentialsTokens(scene.client());
  await getToken();
  scene.provider.advance(30 * 86_400);
  assert.equal((await getToken()).response.access_token, "token-1");
  const rejectedToken = "token-1";
  const got = await Promise.all(Array.from({ length: 20 }, () => getToken({ rejectedToken })));
  assert.deepEqual(new Set(got.map(({ response }) => response.access_token)), new Set(["token-2"]));
  await getToken({ rejectedToken });
  assert.equal(scene.asked.length, 2);
});

test("client credentials tokens: a server that gives the refused token again is asked once for all callers", async () => {
  const scene = createTokensScene();
  scene.answer = () => {
    scene.provider.advance(0.001);
    return bearer();
  };
  const { getToken } = createClientCredentialsTokens(scene.client());
  await getToken();
  scene.provider.advance(2);
  await Promise.all(Array.from({ length: 20 }, () => getToken({ rejectedToken: "token-1" })));
  assert.equal(scene.asked.length, 2);
});

test("client credentials tokens: expires_in 0 costs one request in a second, not one for each call", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer({ expires_in: 0 });
  const { getToken } = createClientCredentialsTokens(scene.client());
  for (let call = 0; call < 5; call += 1) await getToken();
  assert.equal(scene.asked.length, 1);
  scene.provider.advance(1);
  await getToken();
  assert.equal(scene.asked.length, 2);
});

test("client credentials tokens: forceRenewal gets another token, and others then use it", async () => {
  const scene = createTokensScene();
  const { getToken } = createClientCredentialsTokens(scene.client(), { ...read, onEvent: scene.onEvent });
  const first = await getToken();
  const second = await getToken({ forceRenewal: true });
  assert.notEqual(first.response.access_token, second.response.access_token);
  assert.equal((await getToken()).response.access_token, second.response.access_token);
  const forced = scene.events.flatMap((event) => (event.type === "token.requested" ? [event.isForced] : []));
  assert.deepEqual(forced, [false, true]);
});

test("client credentials tokens: a failure is not asked for again at once, and Retry-After is kept", async () => {
  const scene = createTokensScene();
  scene.answer = () => Response.json({ error: "slow_down" }, { status: 429, headers: { "retry-after": "20" } });
  const { getToken } = createClientCredentialsTokens(scene.client(), { onEvent: scene.onEvent });
  for (let call = 0; call < 5; call += 1) await assert.rejects(getToken(), { error: "slow_down" });
  scene.provider.advance(19.9);
  await assert.rejects(getToken(), { error: "slow_down" });
  assert.equal(scene.asked.length, 1);
  scene.answer = undefined;
  scene.provider.advance(1);
  await getToken(read);
  const [failed] = scene.events.filter((event) => event.type === "token.renewal_failed");
  assert.equal(failed?.error, "slow_down");
  assert.equal(failed?.code, "ERR_OAUTH_RESPONSE");
  assert.ok(failed !== undefined && failed.retryInMs >= 20_000 && failed.retryInMs < 21_000);
  assert.equal(failed?.isTokenUsable, false);
});

test("client credentials tokens: pauses after failures grow to half a minute, and end with a success", async () => {
  const scene = createTokensScene();
  scene.answer = () => new Response("no", { status: 503 });
  const { getToken } = createClientCredentialsTokens(scene.client(), { onEvent: scene.onEvent });
  for (let call = 0; call < 8; call += 1) {
    await assert.rejects(getToken());
    scene.provider.advance(46);
  }
  const pauses = scene.events.flatMap((event) => (event.type === "token.renewal_failed" ? [event.retryInMs] : []));
  assert.deepEqual(
    pauses.map((pause) => [1, 2, 4, 8, 16, 30].filter((seconds) => pause >= seconds * 1000).at(-1)),
    [1, 2, 4, 8, 16, 30, 30, 30],
  );
  scene.answer = () => bearer();
  await getToken();
});

test("client credentials tokens: while the server fails, the old token is used as long as it lasts", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer();
  const { getToken } = createClientCredentialsTokens(scene.client());
  await getToken();
  scene.provider.advance(295);
  scene.answer = () => Promise.reject(new Error("unplugged"));
  assert.equal((await getToken()).response.access_token, "token-1");
  assert.equal((await getToken()).response.access_token, "token-1");
  assert.equal(scene.asked.length, 2);
  scene.provider.advance(5);
  await assert.rejects(getToken(), { code: "ERR_TRANSPORT_NETWORK" });
});

test("client credentials tokens: a mistake of the caller is not waited out", async () => {
  const scene = createTokensScene();
  const client = scene.client({ client: { client_id: "web" } });
  const { getToken } = createClientCredentialsTokens(client, { onEvent: scene.onEvent });
  await assert.rejects(getToken(), { code: "ERR_CONFIGURATION_AUTH_METHOD" });
  const [failed] = scene.events.filter((event) => event.type === "token.renewal_failed");
  assert.equal(failed?.retryInMs, 0);
});

test("client credentials tokens: a signal ends the wait of its caller and nobody else's", async () => {
  const scene = createTokensScene();
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  scene.answer = async () => {
    await gate;
    return bearer();
  };
  const { getToken } = createClientCredentialsTokens(scene.client());
  const stop = new AbortController();
  const impatient = getToken({ signal: stop.signal });
  const patient = getToken();
  stop.abort();
  await assert.rejects(impatient, { code: "ERR_TRANSPORT_ABORTED" });
  release();
  assert.equal((await patient).response.access_token, "token-1");
});

test("client credentials tokens: 50 managers that share a store cost one request", async () => {
  const scene = createTokensScene();
  scene.answer = async (_form, honest) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return honest();
  };
  const managers = Array.from({ length: 50 }, () =>
    createClientCredentialsTokens(scene.client(), { ...read, store: scene.store, onEvent: scene.onEvent }),
  );
  const got = await Promise.all(managers.map(({ getToken }) => getToken()));
  assert.equal(scene.asked.length, 1);
  assert.equal(new Set(got.map(({ response }) => response.access_token)).size, 1);
  assert.equal(scene.types().filter((type) => type === "token.waiting").length, 49);
});

test("client credentials tokens: where the holder of the lease dies, another process takes over", async () => {
  const scene = createTokensScene();
  let isFirst = true;
  scene.answer = (_form, honest) => {
    if (!isFirst) return honest();
    isFirst = false;
    return new Promise(() => undefined);
  };
  const options = { ...read, store: scene.store, wait: scene.wait, leaseMs: 5000 };
  const dying = createClientCredentialsTokens(scene.client(), options);
  dying.getToken().catch(() => undefined);
  while (scene.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const startMs = scene.provider.now();
  const others = Array.from({ length: 5 }, () => createClientCredentialsTokens(scene.client(), options));
  await Promise.all(others.map(({ getToken }) => getToken()));
  assert.equal(scene.asked.length, 2);
  assert.ok(scene.provider.now() - startMs >= 5000);
});

test("client credentials tokens: a failure of the lease's holder is what the waiting processes get", async () => {
  for (const [answer, code] of [
    [() => Response.json({ error: "invalid_client" }, { status: 401 }), "ERR_OAUTH_RESPONSE"],
    [() => new Response("no", { status: 503 }), "ERR_TRANSPORT_NETWORK"],
  ] as const) {
    const scene = createTokensScene();
    scene.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return answer();
    };
    const managers = Array.from({ length: 20 }, () =>
      createClientCredentialsTokens(scene.client(), { store: scene.store }),
    );
    const settled = await Promise.allSettled(managers.map(({ getToken }) => getToken()));
    assert.ok(settled.every(({ status }) => status === "rejected"));
    assert.equal(scene.asked.length, 1);
    const codes = settled.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    assert.ok(codes.filter((each) => each === code).length >= 19);
  }
});

test("client credentials tokens: a token in the store is used by another process, and after clear by none", async () => {
  const scene = createTokensScene();
  const options = { ...read, store: scene.store, onEvent: scene.onEvent };
  const one = createClientCredentialsTokens(scene.client(), options);
  const { response } = await one.getToken();
  const other = createClientCredentialsTokens(scene.client(), options);
  assert.deepEqual((await other.getToken()).response, response);
  assert.deepEqual(
    scene.events.flatMap((event) => (event.type === "token.reused" ? [event.source] : [])),
    ["store"],
  );
  await one.clear();
  assert.notEqual(
    (await createClientCredentialsTokens(scene.client(), options).getToken()).response.access_token,
    response.access_token,
  );
  assert.equal(scene.asked.length, 2);
});

test("client credentials tokens: of one store, each issuer, client and DPoP key has tokens of its own", async () => {
  const scene = createTokensScene();
  let count = 0;
  scene.answer = () => bearer({ access_token: `token-${++count}` });
  const { context, ...client } = scene.client();
  const [one, other] = ["key-1", "key-2"].map((jkt) => ({ jkt }));
  const owners = [
    {},
    { clientId: "other" },
    { metadata: { issuer: "https://other.example.com", response_types_supported: [] } },
    { dpop: one },
    { dpop: other },
  ];
  for (const turn of [1, 2]) {
    const got = owners.map(async (owner) => {
      const owned = { ...client, context: async () => ({ ...(await context()), ...owner }) as never };
      return (await createClientCredentialsTokens(owned, { ...read, store: scene.store }).getToken()).response;
    });
    const tokens = (await Promise.all(got)).map(({ access_token }) => access_token);
    assert.equal(new Set(tokens).size, 5, `${turn}`);
    assert.equal(scene.asked.length, 5);
  }
});

test("client credentials tokens: what is under way when they are cleared is given to who waits, and kept nowhere", async () => {
  for (const moment of ["asking", "writing"] as const) {
    const scene = createTokensScene();
    let count = 0;
    let tokens: ReturnType<typeof createClientCredentialsTokens> | undefined;
    let clearing: Promise<void> | undefined;
    const clearOnce = (): void => {
      clearing ??= tokens?.clear();
    };
    scene.answer = () => {
      if (moment === "asking") clearOnce();
      return bearer({ access_token: `token-${++count}` });
    };
    const store = {
      ...scene.store,
      async write(...given: Parameters<typeof scene.store.write>) {
        if (moment === "writing" && clearing === undefined) {
          clearOnce();
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return scene.store.write(...given);
      },
    };
    const written: string[] = [];
    const watched = {
      ...store,
      write: (...given: Parameters<typeof scene.store.write>) => {
        written.push(given[0]);
        return store.write(...given);
      },
    };
    tokens = createClientCredentialsTokens(scene.client(), { ...read, store: watched });
    assert.equal((await tokens.getToken()).response.access_token, "token-1");
    await clearing;
    assert.equal(written.length, moment === "writing" ? 1 : 0);
    const other = createClientCredentialsTokens(scene.client(), { ...read, store });
    assert.equal((await other.getToken()).response.access_token, "token-2", moment);
    assert.equal((await tokens.getToken()).response.access_token, "token-2", moment);
    assert.equal((await tokens.getToken()).response.access_token, "token-2", moment);
  }
});

test("client credentials tokens: after they are cleared nobody joins a request from before", async () => {
  const scene = createTokensScene();
  let count = 0;
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  scene.answer = async () => {
    const access_token = `token-${++count}`;
    if (count === 1) await gate;
    return bearer({ access_token });
  };
  const { getToken, clear } = createClientCredentialsTokens(scene.client(), read);
  const early = getToken();
  while (count === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await clear();
  assert.equal((await getToken()).response.access_token, "token-2");
  release();
  assert.equal((await early).response.access_token, "token-1");
  assert.equal((await getToken()).response.access_token, "token-2");
});

test("client credentials tokens: renewals that nobody waits for are told to the platform, or waited for where that is wanted", async () => {
  for (const renewInBackground of [true, false]) {
    const scene = createTokensScene();
    let count = 0;
    scene.answer = () => bearer({ access_token: `token-${++count}`, expires_in: 3600 });
    const given: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>): void => void given.push(work);
    const { getToken } = createClientCredentialsTokens(scene.client(), { renewInBackground, waitUntil });
    await getToken();
    scene.provider.advance(3600 - 59);
    assert.equal((await getToken()).response.access_token, renewInBackground ? "token-1" : "token-2");
    assert.equal(given.length, renewInBackground ? 1 : 0);
    await Promise.all(given);
    assert.equal((await getToken()).response.access_token, "token-2");
  }
});

test("client credentials tokens: a renewal that fails while nobody waits rejects nothing", async () => {
  const scene = createTokensScene();
  const given: Promise<unknown>[] = [];
  scene.answer = () => bearer({ expires_in: 3600 });
  const { getToken } = createClientCredentialsTokens(scene.client(), {
    waitUntil: (work) => void given.push(work),
    onEvent: scene.onEvent,
  });
  await getToken();
  scene.provider.advance(3600 - 59);
  scene.answer = () => Promise.reject(new Error("unplugged"));
  assert.equal((await getToken()).response.access_token, "token-1");
  await Promise.all(given);
  assert.ok(scene.types().includes("token.renewal_failed"));
});

test("client credentials tokens: a lease is given back where the store fails after it was taken", async () => {
  const scene = createTokensScene();
  let reads = 0;
  const store = {
    ...scene.store,
    // Before the lease, and after it.
    read: (key: string) => (++reads === 2 ? Promise.reject(new Error("down")) : scene.store.read(key)),
  };
  await createClientCredentialsTokens(scene.client(), { ...read, store }).getToken();
  const other = createClientCredentialsTokens(scene.client(), { ...read, store: scene.store, onEvent: scene.onEvent });
  await other.getToken();
  assert.ok(!scene.types().includes("token.waiting"));
});

test("client credentials tokens: what JSON writes as text tells tokens apart by that text", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer();
  const { getToken } = createClientCredentialsTokens(scene.client());
  const until = (time: Date | string) =>
    getToken({ parameters: { authorization_details: [{ type: "payment", until: time }] } });
  await until(new Date(0));
  await until(new Date(1000));
  assert.equal(scene.asked.length, 2);
  await until("1970-01-01T00:00:01.000Z");
  assert.equal(scene.asked.length, 2);
  assert.match(scene.asked[1]?.get("authorization_details") ?? "", /1970-01-01T00:00:01/);
});

test("client credentials tokens: of a token that another process renews, the old one is used meanwhile", async () => {
  const scene = createTokensScene();
  const options = { ...read, store: scene.store };
  const one = createClientCredentialsTokens(scene.client(), options);
  const { response, expiresAt } = await one.getToken();
  scene.provider.advance(((expiresAt ?? 0) - scene.provider.now()) / 1000 - 1);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  scene.answer = async (_form, honest) => {
    await gate;
    return honest();
  };
  const renewal = one.getToken();
  while (scene.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  const other = createClientCredentialsTokens(scene.client(), options);
  assert.equal((await other.getToken()).response.access_token, response.access_token);
  release();
  assert.notEqual((await renewal).response.access_token, response.access_token);
});

test("client credentials tokens: a store that fails is done without, and told", async () => {
  const scene = createTokensScene();
  const broken = (): Promise<never> => Promise.reject(new Error("connection lost"));
  const store = { read: broken, write: broken, remove: broken, acquire: broken };
  const { getToken } = createClientCredentialsTokens(scene.client(), { ...read, store, onEvent: scene.onEvent });
  await getToken();
  await getToken();
  assert.deepEqual(scene.types(), ["token.store_failed", "token.requested", "token.renewed", "token.reused"]);
});

test("client credentials tokens: a store that fails to write costs nothing but the sharing", async () => {
  const scene = createTokensScene();
  const store = { ...scene.store, write: () => Promise.reject(new Error("full")) };
  const { getToken } = createClientCredentialsTokens(scene.client(), { ...read, store, onEvent: scene.onEvent });
  await getToken();
  assert.deepEqual(
    scene.events.flatMap((event) => (event.type === "token.store_failed" ? [event.operation] : [])),
    ["write"],
  );
});

test("client credentials tokens: with a secret nothing readable is in the store, and it opens with that secret only", async () => {
  const scene = createTokensScene();
  const values: string[] = [];
  const store = {
    ...scene.store,
    write: (...given: Parameters<typeof scene.store.write>) => {
      values.push(given[1]);
      return scene.store.write(...given);
    },
  };
  const old = "an old secret of thirty-two octets";
  const manager = (secret: string | readonly string[]) =>
    createClientCredentialsTokens(scene.client(), { ...read, store, secret, onEvent: scene.onEvent });
  const { response } = await manager(old).getToken();
  assert.ok(values.length > 0 && !values.join().includes(response.access_token.slice(0, 20)));
  assert.deepEqual((await manager(["a new secret of thirty-two octets!", old]).getToken()).response, response);
  assert.equal(scene.asked.length, 1);
  await manager("another secret of thirty-two octets").getToken();
  assert.equal(scene.asked.length, 2);
  assert.ok(scene.events.some((event) => event.type === "token.store_failed" && event.operation === "open"));
});

test("client credentials tokens: what lies in the store under another key, or changed, is not believed", async () => {
  const scene = createTokensScene();
  const moved = createMemorySharedStore({ clock: scene.provider.now });
  const secret = "a secret that has thirty-two octets";
  const values: string[] = [];
  const store = {
    ...scene.store,
    write: (...given: Parameters<typeof scene.store.write>) => {
      values.push(given[1]);
      return scene.store.write(...given);
    },
  };
  await createClientCredentialsTokens(scene.client(), { ...read, store, secret }).getToken();
  const [sealed = ""] = values;
  for (const value of [
    sealed,
    `${sealed.slice(0, -4)}AAAA`,
    `${sealed}.x`,
    "t2.a.b",
    "{}",
    '{"tokens":{"issuer":1}}',
  ]) {
    const asked = scene.asked.length;
    const swapped = { ...moved, read: async () => ({ value, version: "1" }) };
    const key = { scope: "api:write", store: swapped, secret: value.startsWith("{") ? undefined : secret };
    await createClientCredentialsTokens(scene.client(), key).getToken();
    assert.equal(scene.asked.length, asked + 1);
  }
});

test("client credentials tokens: the memory is bounded", async () => {
  const scene = createTokensScene();
  scene.answer = () => bearer();
  const { getToken } = createClientCredentialsTokens(scene.client(), { maxEntries: 2 });
  for (const scope of ["a", "b", "c", "c", "b", "a"]) await getToken({ scope });
  assert.equal(scene.asked.length, 4);
});

test("client credentials tokens: a token at hand needs no metadata", async () => {
  const scene = createTokensScene();
  let isUp = true;
  const client = scene.client();
  const { getToken } = createClientCredentialsTokens(
    {
      ...client,
      context: (options) => (isUp ? client.context(options) : Promise.reject(new Error("down"))),
    },
    read,
  );
  await getToken();
  isUp = false;
  await getToken();
});

test("client credentials tokens: options are checked before anything is sent", () => {
  const { client, store } = createTokensScene();
  for (const [options, parameter] of [
    [{ scopes: "a" }, "scopes"],
    [{ leaseMs: 0 }, "leaseMs"],
    [{ renewalMarginMs: 1.5 }, "renewalMarginMs"],
    [{ waitUntil: true }, "waitUntil"],
    [{ renewInBackground: "no" }, "renewInBackground"],
    [{ store: {} }, "store"],
    [{ store, secret: "short" }, "secret"],
    [{ store, secret: [] }, "secret"],
    [{ maxRedirects: -1 }, "maxRedirects"],
    [{ allowedOrigins: ["https://api.example.com/path"] }, "allowedOrigins"],
  ] as const) {
    assert.throws(() => Reflect.apply(createClientCredentialsTokens, undefined, [client(), options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  }
});
