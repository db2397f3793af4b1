import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { readAuthorizationResponse } from "../../../src/endpoints/authorization-response.ts";
import { checkSameLogin, readFrontChannelResponse } from "../../../src/endpoints/front-channel-response.ts";
import { createFakeServer, type FakeServer, type Members } from "../../fixtures/fake-server.ts";
import { transaction as codeTransaction, contextFor } from "./grants/grants.ts";

const iss = "https://id.example.com";
const hybrid = { ...codeTransaction, responseType: "code id_token" };

function half(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}

async function read(
  server: FakeServer,
  {
    transaction = hybrid,
    claims = { nonce: "nonce-1", c_hash: half("code-1") },
    parameters = { code: "code-1" },
  }: {
    readonly transaction?: typeof hybrid;
    readonly claims?: Members;
    readonly parameters?: Readonly<Record<string, string>>;
  } = {},
) {
  const idToken = String(await server.makeIdToken({ at_hash: undefined, ...claims }));
  const query = new URLSearchParams({ ...parameters, iss, state: transaction.state, id_token: idToken });
  return readFrontChannelResponse(contextFor(server), query, transaction);
}

test("readFrontChannelResponse: a hybrid response with verified ID token (OpenID Connect Core §3.3.2.8)", async () => {
  const { response, claims } = await read(await createFakeServer());
  assert.equal(response.code, "code-1");
  assert.equal(claims?.sub, "user-1");
});

test("readFrontChannelResponse: state without s_hash, and with the right one (FAPI 1.0 Advanced §5.1.1)", async () => {
  const claims = { nonce: "nonce-1", c_hash: half("code-1"), s_hash: half(hybrid.state) };
  assert.equal((await read(await createFakeServer(), { claims })).claims?.sub, "user-1");
});

test("readFrontChannelResponse: an implicit response with its access token", async () => {
  const { response, claims } = await read(await createFakeServer(), {
    transaction: { ...hybrid, responseType: "id_token token" },
    claims: { nonce: "nonce-1", at_hash: half("access-1") },
    parameters: { access_token: "access-1", token_type: "Bearer", expires_in: "60" },
  });
  assert.equal(response.expires_in, 60);
  assert.equal(claims?.sub, "user-1");
});

test("readFrontChannelResponse: a code and an access token without ID token", async () => {
  const query = new URLSearchParams({ code: "c", access_token: "a", token_type: "bearer", iss, state: hybrid.state });
  const asked = { ...hybrid, responseType: "code token" };
  const { response, claims } = await readFrontChannelResponse(contextFor(await createFakeServer()), query, asked);
  assert.equal(response.access_token, "a");
  assert.equal(claims, undefined);
});

function announcing(server: FakeServer): ReturnType<typeof contextFor> {
  const context = contextFor(server);
  return { ...context, metadata: { ...context.metadata, authorization_response_iss_parameter_supported: true } };
}

test("readFrontChannelResponse: the ID token may stand in for an announced iss (RFC 9207 §4)", async () => {
  const server = await createFakeServer();
  const claims = { nonce: "nonce-1", c_hash: half("code-1"), at_hash: undefined };
  const query = async (members: Members): Promise<URLSearchParams> =>
    new URLSearchParams({ code: "code-1", state: hybrid.state, id_token: String(await server.makeIdToken(members)) });
  const read = await readFrontChannelResponse(announcing(server), await query(claims), hybrid);
  assert.equal(read.claims?.iss, iss);

  const foreign = await query({ ...claims, iss: "https://attacker.example.com" });
  await assert.rejects(readFrontChannelResponse(announcing(server), foreign, hybrid), {
    code: "ERR_VERIFICATION_ISSUER",
  });
  const both = await query(claims);
  both.set("iss", "https://attacker.example.com");
  await assert.rejects(readFrontChannelResponse(announcing(server), both, hybrid), {
    code: "ERR_VERIFICATION_ISSUER",
    parameter: "iss",
  });
});

for (const [title, responseType, query] of [
  ["an error", "code id_token", "error=access_denied"],
  ["a response without ID token", "code token", "code=c&access_token=a&token_type=Bearer"],
  ["an ID token that was not asked for", "code", "code=c&id_token=a.b.c"],
] as const) {
  test(`readFrontChannelResponse: ${title} needs the announced iss (RFC 9207 §2.4)`, async () => {
    const parameters = new URLSearchParams(`${query}&state=${hybrid.state}`);
    const context = announcing(await createFakeServer());
    await assert.rejects(readFrontChannelResponse(context, parameters, { ...hybrid, responseType }), {
      code: "ERR_VERIFICATION_ISSUER",
      message: /has no iss/,
    });
  });
}

for (const [title, claims, code] of [
  ["c_hash of another code", { nonce: "nonce-1", c_hash: half("code-2") }, "ERR_VERIFICATION_HASH"],
  ["no c_hash", { nonce: "nonce-1" }, "ERR_VERIFICATION_HASH"],
  ["s_hash of another state", { nonce: "nonce-1", c_hash: half("code-1"), s_hash: half("x") }, "ERR_VERIFICATION_HASH"],
  ["another nonce", { nonce: "nonce-2", c_hash: half("code-1") }, "ERR_VERIFICATION_NONCE"],
  ["no nonce", { c_hash: half("code-1") }, "ERR_VERIFICATION_NONCE"],
  ["another audience", { nonce: "nonce-1", c_hash: half("code-1"), aud: "other" }, "ERR_VERIFICATION_AUDIENCE"],
] as const) {
  test(`readFrontChannelResponse: refuses an ID token with ${title}`, async () => {
    await assert.rejects(read(await createFakeServer(), { claims }), { code });
  });
}

test("readFrontChannelResponse: refuses a signature of another key", async () => {
  const server = await createFakeServer({ sign: () => "AAAA" });
  await assert.rejects(read(server), { code: "ERR_VERIFICATION_SIGNATURE" });
});

for (const [responseType, query, pointers] of [
  ["code id_token", "code=c", ["/id_token required"]],
  ["code id_token", "id_token=a.b.c", ["/code required"]],
  ["code id_token", "code=c&id_token=a.b.c&access_token=a&token_type=Bearer", ["/access_token forbidden"]],
  ["id_token", "code=c&id_token=a.b.c", ["/code forbidden"]],
  ["id_token token", "id_token=a.b.c", ["/access_token required"]],
  ["code", "code=c&id_token=a.b.c", ["/id_token forbidden"]],
  ["code id_token", "code=c&id_token=a.b.c&response=a.b.c", ["/response forbidden"]],
] as const) {
  test(`readFrontChannelResponse: ${responseType} is not answered by ${query}`, async () => {
    const parameters = new URLSearchParams(`${query}&state=${hybrid.state}&iss=${iss}`);
    const context = contextFor(await createFakeServer());
    await assert.rejects(readFrontChannelResponse(context, parameters, { ...hybrid, responseType }), (error) => {
      assert.ok(error instanceof Error && "issues" in error && Array.isArray(error.issues));
      const found = error.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
      assert.deepEqual(found, pointers);
      return true;
    });
  });
}

test("readFrontChannelResponse: needs the nonce of the request", async () => {
  const { nonce: _, ...rest } = hybrid;
  const transaction = { ...rest, scope: "email", responseType: "id_token" };
  const query = new URLSearchParams({ iss, state: transaction.state, id_token: "a.b.c" });
  await assert.rejects(readFrontChannelResponse(contextFor(await createFakeServer()), query, transaction), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "transaction",
    message: /no nonce/,
  });
});

test("readFrontChannelResponse: auth_time is required where the client is registered so", async () => {
  const server = await createFakeServer();
  const idToken = String(
    await server.makeIdToken({ at_hash: undefined, auth_time: undefined, nonce: "nonce-1", c_hash: half("c") }),
  );
  const query = new URLSearchParams({ code: "c", iss, state: hybrid.state, id_token: idToken });
  const context = contextFor(server);
  assert.equal((await readFrontChannelResponse(context, query, hybrid)).claims?.auth_time, undefined);
  await assert.rejects(readFrontChannelResponse(context, query, hybrid, { requireAuthTime: true }), {
    code: "ERR_VERIFICATION_AUTH_TIME",
  });
});

test("readAuthorizationResponse: leaves other response types to readFrontChannelResponse", async () => {
  const query = new URLSearchParams({ code: "c", id_token: "a.b.c", iss, state: hybrid.state });
  const context = contextFor(await createFakeServer());
  assert.throws(() => readAuthorizationResponse(context, query, hybrid), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "transaction",
    remedy: /readFrontChannelResponse/,
  });
});

const claims = { iss: "https://id.example.com", sub: "u", aud: "c", exp: 2, iat: 1 };

test("checkSameLogin: both ID tokens are about one login (OpenID Connect Core §3.3.3.6)", () => {
  checkSameLogin({ ...claims, nonce: "n", auth_time: 1 }, { ...claims, exp: 3 });
  for (const [name, value] of Object.entries({ iss: "https://x", sub: "v", nonce: "m", auth_time: 2, acr: "2" })) {
    const first = { nonce: "n", auth_time: 1, acr: "1", ...claims };
    assert.throws(() => checkSameLogin(first, { ...first, [name]: value }), {
      code: "ERR_VERIFICATION_CONTINUITY",
      parameter: name,
    });
  }
});
