import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenExchangeTokens } from "../../../src/tokens/token-exchange-tokens.ts";
import { bearer, createTokensScene, type TokensScene } from "../../fixtures/tokens-scene.ts";

const issued_token_type = "urn:ietf:params:oauth:token-type:access_token";

function createScene(): TokensScene {
  const scene = createTokensScene();
  let count = 0;
  scene.answer = () => bearer({ access_token: `token-${++count}`, issued_token_type });
  return scene;
}

function jwt(payload: object): string {
  return `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`;
}

test("token exchange tokens: one request for a subject's token and its parameters, and others for others", async () => {
  const scene = createScene();
  const parameters = { audience: ["api"] };
  const { getToken } = createTokenExchangeTokens(scene.client(), { parameters, onEvent: scene.onEvent });
  await Promise.all(Array.from({ length: 20 }, () => getToken({ subjectToken: "alice-token" })));
  assert.equal(scene.asked.length, 1);
  const [form] = scene.asked;
  assert.deepEqual(
    ["subject_token", "subject_token_type", "audience"].map((name) => form?.get(name)),
    ["alice-token", "urn:ietf:params:oauth:token-type:access_token", "api"],
  );
  await getToken({ subjectToken: "bob-token" });
  await getToken({ subjectToken: "alice-token", parameters: { audience: ["files"] } });
  await getToken({
    subjectToken: "alice-token",
    parameters: { actor_token: "a", actor_token_type: issued_token_type },
  });
  await getToken({ subjectToken: "alice-token", extra: { tenant: "1" } });
  assert.equal(scene.asked.length, 5);
  assert.ok(!JSON.stringify(scene.events).includes("alice-token"));
});

test("token exchange tokens: what was got ends with the subject's token", async () => {
  for (const [subjectToken, more] of [
    ["opaque", { subjectExpiresAt: 1_800_000_060_000 }],
    [jwt({ exp: 1_800_000_060 }), {}],
  ] as const) {
    const scene = createScene();
    const { getToken } = createTokenExchangeTokens(scene.client(), { store: scene.store });
    assert.equal((await getToken({ subjectToken, ...more })).expiresAt, 1_800_000_060_000);
    scene.provider.advance(61);
    const other = createTokenExchangeTokens(scene.client(), { store: scene.store });
    assert.equal((await other.getToken({ subjectToken, ...more })).response.access_token, "token-2");
  }
});

test("token exchange tokens: whoever knows that the subject's token ends early is given nothing beyond that, wherever it lies", async () => {
  for (const isShared of [false, true]) {
    const scene = createScene();
    const manage = () => createTokenExchangeTokens(scene.client(), { store: scene.store });
    const first = manage();
    const second = isShared ? manage() : first;
    assert.equal((await first.getToken({ subjectToken: "opaque" })).expiresAt, 1_800_000_300_000);
    const known = { subjectToken: "opaque", subjectExpiresAt: 1_800_000_010_000 };
    assert.equal((await second.getToken(known)).expiresAt, 1_800_000_010_000);
    scene.provider.advance(11);
    assert.equal((await second.getToken(known)).response.access_token, "token-2");
  }
});

test("token exchange tokens: what one manager accepts in place of what it asked for is not given to another", async () => {
  const scene = createScene();
  const jwtType = "urn:ietf:params:oauth:token-type:jwt";
  const parameters = { requested_token_type: issued_token_type };
  const lax = { parameters, store: scene.store, acceptedTokenTypes: [jwtType] };
  await createTokenExchangeTokens(scene.client(), lax).getToken({ subjectToken: "opaque" });
  await createTokenExchangeTokens(scene.client(), lax).getToken({ subjectToken: "opaque" });
  assert.equal(scene.asked.length, 1);
  const strict = { parameters, store: scene.store };
  await createTokenExchangeTokens(scene.client(), strict).getToken({ subjectToken: "opaque" });
  assert.equal(scene.asked.length, 2);
});

test("token exchange tokens: without a subject's token nothing is asked for (RFC 8693 §2.1)", async () => {
  const scene = createScene();
  const { getToken } = createTokenExchangeTokens(scene.client());
  for (const given of [undefined, {}, { subjectToken: undefined }, { subjectToken: "" }]) {
    await assert.rejects(Reflect.apply(getToken, undefined, [given]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "subjectToken",
    });
  }
  assert.equal(scene.asked.length, 0);
});

test("token exchange tokens: a token that ends before the subject's keeps its time", async () => {
  const scene = createScene();
  const { getToken } = createTokenExchangeTokens(scene.client());
  for (const subjectToken of [jwt({ exp: 1_900_000_000 }), jwt({ exp: "soon" }), "a.!.c", "a.e30.c", "a.bm8.c"]) {
    assert.equal((await getToken({ subjectToken })).expiresAt, 1_800_000_300_000);
  }
});

test("token exchange tokens: what is no access token is refused and not kept (RFC 8693 §2.2.1)", async () => {
  const scene = createScene();
  scene.answer = () => bearer({ issued_token_type: "urn:ietf:params:oauth:token-type:id_token", token_type: "N_A" });
  const { getToken } = createTokenExchangeTokens(scene.client());
  await assert.rejects(getToken({ subjectToken: "a" }), { code: "ERR_VERIFICATION_TOKEN_TYPE" });
});

test("token exchange tokens: fetchFor calls APIs on behalf of one subject, and clear forgets", async () => {
  const scene = createScene();
  const client = scene.client();
  const presented: string[] = [];
  const fetchResource: typeof client.fetchResource = async ({ response: { access_token } }) => {
    presented.push(access_token);
    return new Response("fine");
  };
  const baseUrl = "https://api.example.com";
  const tokens = createTokenExchangeTokens({ ...client, fetchResource }, { baseUrl });
  await tokens.fetchFor({ subjectToken: "a" })("/");
  await tokens.fetchFor({ subjectToken: "b" })("/");
  await tokens.fetchFor({ subjectToken: "a" })("/");
  await tokens.clear();
  await tokens.fetchFor({ subjectToken: "a" })("/");
  assert.deepEqual(presented, ["token-1", "token-2", "token-1", "token-3"]);
});
