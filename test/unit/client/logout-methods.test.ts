import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "../../../src/client/client.ts";
import type { ClientOptions } from "../../../src/client/options.ts";
import { decryptJwe } from "../../../src/jose/decrypt-jwe.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  type FakeServer,
  type FakeServerBehaviour,
  issuer,
  redirectUri,
  sharedKey,
  signJws,
} from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";

const signedOut = "https://app.example.com/signed-out";
const now = 1_800_000_000;
const registration: ClientOptions["client"] = {
  client_id: clientId,
  client_secret: "client-secret-1",
  redirect_uris: [redirectUri],
  post_logout_redirect_uris: [signedOut],
};

async function createSurroundings(
  options: Partial<ClientOptions> = {},
  behaviour: FakeServerBehaviour = {},
): Promise<{ readonly server: FakeServer; readonly client: Client }> {
  const endpoints = { end_session_endpoint: `${issuer}/logout`, check_session_iframe: `${issuer}/session` };
  const server = await createFakeServer({ metadata: (honest) => ({ ...honest, ...endpoints }), ...behaviour });
  return { server, client: createFakeClient(server, { client: registration, ...options }) };
}

test("client: logs out at the provider and comes back (OpenID Connect RP-Initiated Logout §2)", async () => {
  const { server, client } = await createSurroundings();
  const tokens = await logIn(server, client);
  const { url, form, transaction } = await client.startLogout(
    tokens,
    { ui_locales: "de" },
    { extra: { theme: "dark" } },
  );
  const { searchParams } = new URL(url);
  const { state } = transaction;
  assert.match(state ?? "", /^[\w-]{43}$/);
  assert.deepEqual(Object.fromEntries(searchParams), {
    ui_locales: "de",
    client_id: clientId,
    id_token_hint: tokens.response.id_token,
    post_logout_redirect_uri: signedOut,
    state,
    theme: "dark",
  });
  assert.deepEqual([form.url, form.fields], [`${issuer}/logout`, [...searchParams]]);
  assert.deepEqual(JSON.parse(JSON.stringify(transaction)), {
    issuer,
    clientId,
    postLogoutRedirectUri: signedOut,
    state,
    createdAt: now * 1000,
  });
  for (const callback of [
    `${signedOut}?state=${state}`,
    `/signed-out?state=${state}`,
    new URL(`${signedOut}?state=${state}`),
    new Request(`${signedOut}?state=${state}`),
    new URLSearchParams({ state: state ?? "" }),
  ]) {
    assert.deepEqual(await client.finishLogout(callback, transaction), { state });
  }
  await assertRefused(
    client.finishLogout("/signed-out?state=other", transaction),
    "VerificationError",
    "ERR_VERIFICATION_STATE",
  );
  await assertRefused(
    client.finishLogout("/signed-out", undefined as unknown as typeof transaction),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
});

test("client: a logout without tokens names the client, and without a registered way back none", async () => {
  const { post_logout_redirect_uris: _, ...rest } = registration;
  const { client } = await createSurroundings({ client: rest });
  const { url, transaction } = await client.startLogout();
  assert.equal(url, `${issuer}/logout?client_id=${clientId}`);
  assert.deepEqual(transaction, { issuer, clientId, createdAt: now * 1000 });
  const named = await client.startLogout(undefined, { post_logout_redirect_uri: "https://app.example.com/bye" });
  assert.equal(named.transaction.postLogoutRedirectUri, "https://app.example.com/bye");
});

test("client: of several registered ways back one must be chosen, and no other", async () => {
  const post_logout_redirect_uris = [signedOut, "https://app.example.com/bye"];
  const { client } = await createSurroundings({ client: { ...registration, post_logout_redirect_uris } });
  assert.equal((await client.startLogout()).transaction.state, undefined);
  const chosen = await client.startLogout(undefined, { post_logout_redirect_uri: "https://app.example.com/bye" });
  assert.match(chosen.url, /bye&.*state=/);
  await assertRefused(
    client.startLogout(undefined, { post_logout_redirect_uri: `${signedOut}/` }),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
});

for (const name of ["state", "client_id", "id_token_hint"]) {
  test(`client: makes ${name} of a logout itself`, async () => {
    const { client } = await createSurroundings();
    await assertRefused(
      client.startLogout(undefined, { [name]: "x" }),
      "ConfigurationError",
      "ERR_CONFIGURATION_PARAMETER_RESERVED",
    );
  });
}

test("client: says so when the provider has no end session endpoint, before it needs anything else", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const error = await assertRefused(client.startLogout(), "ConfigurationError", "ERR_CONFIGURATION_METADATA_MISSING");
  assert.match(error.message, /has no end_session_endpoint/);
});

test("client: tokens of another server and what is no token set are not sent", async () => {
  const { server, client } = await createSurroundings();
  const tokens = await logIn(server, client);
  const foreign = { ...tokens, claims: { ...tokens.claims, iss: "https://other.example" } } as typeof tokens;
  for (const wrong of [foreign, "a.b.c" as unknown as typeof tokens]) {
    await assertRefused(client.startLogout(wrong), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  }
  const machine = await client.clientCredentials();
  assert.doesNotMatch((await client.startLogout(machine)).url, /id_token_hint/);
});

test("client: a hint that came encrypted is decrypted, and encrypted for the provider where that is asked for", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  const provider = await generateEncryptionKey("RSA-OAEP-256");
  const algorithms = { algorithm: "ECDH-ES", encryption: "A128GCM", contentType: "JWT" };
  const { server, client } = await createSurroundings(
    { decryptionKeys: [recipient.privateJwk] },
    {
      idToken: (token) => encryptJwe(String(token), { key: recipient.publicJwk, ...algorithms }),
      jwks: ({ keys }) => ({ keys: [...(Array.isArray(keys) ? keys : []), { ...provider.publicJwk, use: "enc" }] }),
    },
  );
  const tokens = await logIn(server, client);
  const open = new URL((await client.startLogout(tokens)).url).searchParams.get("id_token_hint") ?? "";
  assert.equal(open.split(".").length, 3);
  const hintEncryption = { algorithm: "RSA-OAEP-256", encryption: "A256GCM" };
  const { url } = await client.startLogout(tokens, {}, { hintEncryption });
  const hint = new URL(url).searchParams.get("id_token_hint") ?? "";
  const policy = { keys: [provider.privateJwk], algorithms: ["RSA-OAEP-256"], encryptions: ["A256GCM"] };
  assert.equal(new TextDecoder().decode((await decryptJwe(hint, policy)).plaintext), open);
});

test("client: reads front-channel logouts as it is registered (OpenID Connect Front-Channel Logout §2)", async () => {
  const { client } = await createSurroundings();
  assert.deepEqual(await client.readFrontchannelLogout("/logout"), {});
  const required = { ...registration, frontchannel_logout_session_required: true };
  const { client: strict } = await createSurroundings({ client: required });
  assert.deepEqual(await strict.readFrontchannelLogout(`/logout?iss=${issuer}&sid=s`), { iss: issuer, sid: "s" });
  await assertRefused(strict.readFrontchannelLogout("/logout"), "ValidationError", "ERR_VALIDATION_RECEIVED_REQUEST");
});

async function logoutRequest(changes: Readonly<Record<string, unknown>> = {}): Promise<Request> {
  const claims = {
    iss: issuer,
    aud: clientId,
    sub: "user-1",
    iat: now,
    exp: now + 120,
    jti: "j-1",
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    ...changes,
  };
  const logout_token = await signJws({ alg: "RS256", kid: "main", typ: "logout+jwt" }, claims, await sharedKey("main"));
  const body = new URLSearchParams({ logout_token });
  return new Request("https://app.example.com/backchannel-logout", { method: "POST", body });
}

test("client: answers back-channel logouts, each token once (OpenID Connect Back-Channel Logout §2.5)", async () => {
  const { client } = await createSurroundings();
  const ended: unknown[] = [];
  const errors: unknown[] = [];
  const handlers = {
    endSessions: async ({ sub, sid }: { readonly sub?: string; readonly sid?: string }) => void ended.push([sub, sid]),
    onError: (error: unknown) => void errors.push(error),
  };
  const response = await client.handleBackchannelLogout(await logoutRequest({ sid: "s" }), handlers);
  assert.deepEqual([response.status, ended, errors], [200, [["user-1", "s"]], []]);
  const again = await client.handleBackchannelLogout(await logoutRequest({ sid: "s" }), handlers);
  assert.deepEqual([again.status, ended.length], [400, 1]);
  assert.equal((await again.json()).error, "invalid_request");
  assert.match(String(errors[0]), /A logout token with this jti has been used already/);
});

test("client: what endSessions throws is told here, not there (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const { client } = await createSurroundings();
  for (const [jti, reason] of [
    ["a", new Error("the database is down")],
    ["b", undefined],
  ] as const) {
    const errors: unknown[] = [];
    const endSessions = (): Promise<void> => Promise.reject(reason);
    const response = await client.handleBackchannelLogout(await logoutRequest({ jti }), {
      endSessions,
      onError: (error) => void errors.push(error),
    });
    assert.deepEqual([response.status, await response.json(), errors], [400, { error: "server_error" }, [reason]]);
  }
});

test("client: a logout token whose sessions could not be ended may come again, and then once only", async () => {
  const { client } = await createSurroundings();
  let failures = 1;
  const handlers = {
    endSessions: () => {
      failures -= 1;
      if (failures >= 0) throw new Error("the database is down");
    },
    onError: () => undefined,
  };
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1)
    statuses.push((await client.handleBackchannelLogout(await logoutRequest({ jti: "x" }), handlers)).status);
  assert.deepEqual(statuses, [400, 200, 400]);
});

test("client: answers the provider also where the application's log fails (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const { client } = await createSurroundings();
  const fail = (): never => {
    throw new Error("the disk is full");
  };
  const response = await client.handleBackchannelLogout(await logoutRequest(), { endSessions: fail, onError: fail });
  assert.deepEqual([response.status, await response.json()], [400, { error: "server_error" }]);
});

test("client: demands sid where it is registered, and shares a store where one is given", async () => {
  const claimed: string[] = [];
  const replayStore = { claim: async (key: string) => claimed.push(key) > 0 };
  const { client } = await createSurroundings({
    client: { ...registration, backchannel_logout_session_required: true },
    replayStore,
  });
  const handlers = { endSessions: () => undefined, onError: () => undefined };
  assert.equal((await client.handleBackchannelLogout(await logoutRequest(), handlers)).status, 400);
  assert.equal((await client.handleBackchannelLogout(await logoutRequest({ sid: "s" }), handlers)).status, 200);
  assert.equal(claimed.length, 1);
});

test("client: gives the frame of the session (OpenID Connect Session Management §3.1)", async () => {
  const { client } = await createSurroundings();
  assert.deepEqual(await client.checkSessionFrame("abc.salt"), {
    url: `${issuer}/session`,
    origin: issuer,
    message: `${clientId} abc.salt`,
  });
});

for (const [parameter, options] of [
  ["client.post_logout_redirect_uris", { client: { ...registration, post_logout_redirect_uris: signedOut } }],
  ["replayStore", { replayStore: new Map() }],
  ["client.postLogoutRedirectUris", { client: { ...registration, postLogoutRedirectUris: [signedOut] } }],
] as const) {
  test(`client: refuses a wrong ${parameter}`, async () => {
    await assert.rejects(createSurroundings(options as unknown as Partial<ClientOptions>), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

for (const [handlers, parameter] of [
  [undefined, "endSessions"],
  [{ onError: () => {} }, "endSessions"],
  [{ endSessions: async () => {} }, "onError"],
  [{ endSessions: "end", onError: () => {} }, "endSessions"],
] as const) {
  test(`client: a back-channel logout without the handler ${parameter} is refused before its token is used: ${JSON.stringify(handlers)}`, async () => {
    const { client } = await createSurroundings();
    const request = await logoutRequest({ sid: "s" });
    await assert.rejects(Reflect.apply(client.handleBackchannelLogout, undefined, [request.clone(), handlers]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
    const answer = await client.handleBackchannelLogout(request, { endSessions: async () => {}, onError: () => {} });
    assert.equal(answer.status, 200);
  });
}
