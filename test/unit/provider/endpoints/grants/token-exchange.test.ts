import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import type {
  TokenExchangeDecision,
  TokenExchangeFacts,
  TokenExchangePolicy,
} from "../../../../../src/provider/tokens/token-exchange-policy.ts";
import { createProvingClient } from "../../../../fixtures/provider/grants-proofs.ts";
import {
  type Answer,
  basic,
  confidential,
  createGrantsProvider,
  type GrantsProvider,
  sha256,
  startMs,
} from "../../../../fixtures/provider/grants-provider.ts";

const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";
const refreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
const api = { authorization: basic("api", "api-secret") };
const form = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token: "S".repeat(43),
  subject_token_type: accessTokenType,
};
const actorToken = "A".repeat(43);
const acting = { actor_token: actorToken, actor_token_type: accessTokenType };

interface Exchanging extends GrantsProvider {
  readonly exchange: (more?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly asked: readonly TokenExchangeFacts[];
}

/** A provider with an access token of alice for `web`, and one that the client `actor` got for itself. */
async function createExchanging(
  decision: TokenExchangeDecision | TokenExchangePolicy = { allow: true },
  subject: Parameters<GrantsProvider["seed"]>[0] = {},
): Promise<Exchanging> {
  const asked: TokenExchangeFacts[] = [];
  const tokenExchange: TokenExchangePolicy = (facts) => {
    asked.push(facts);
    return typeof decision === "function" ? decision(facts) : decision;
  };
  const made = createGrantsProvider({ tokenExchange });
  const scope = ["openid", "profile", "api:read", "files:read"];
  const access = { kind: "access_token", scope, expiresAtMs: startMs + 300_000, purgeAtMs: startMs + 300_000 } as const;
  const details = { auth_time: 1_799_999_000, acr: "urn:example:gold", amr: ["pwd"] };
  await made.seed({
    refreshToken: form.subject_token,
    ...subject,
    token: { ...access, details, audience: ["https://id.example.com"], ...subject.token },
  });
  await made.store.grants.issue({
    tokens: [
      {
        ...access,
        hash: sha256(actorToken),
        clientId: "web",
        scope: [],
        audience: [],
        generation: 0,
        issuedAtMs: startMs,
      },
    ],
    nowMs: startMs,
  });
  return { ...made, asked, exchange: (more = {}) => made.post({ form: { ...form, ...more }, headers: api }) };
}

test("token exchange: another token for the same user, by another client (RFC 8693 §2.2.1)", async () => {
  const made = await createExchanging();
  const { status, body } = await made.exchange({ resource: "https://api.example.com", scope: "api:read" });
  assert.equal(status, 200);
  const { access_token: token, ...others } = body;
  assert.deepEqual(others, {
    token_type: "Bearer",
    expires_in: 300,
    scope: "api:read",
    issued_token_type: accessTokenType,
  });
  const { sub, client_id: clientId, aud, scope, act, exp, auth_time: authTime, acr, amr } = decodeJwt(String(token));
  assert.deepEqual(
    [sub, clientId, aud, scope, act],
    ["alice", "api", "https://api.example.com", "api:read", undefined],
  );
  assert.deepEqual([exp, authTime, acr, amr], [1_800_000_300, 1_799_999_000, "urn:example:gold", ["pwd"]]);
  assert.deepEqual(made.asked, [
    {
      clientId: "api",
      subject: {
        clientId: "web",
        accountId: "alice",
        scope: ["openid", "profile", "api:read", "files:read"],
        audience: ["https://id.example.com"],
        authorizationDetails: [],
        act: undefined,
      },
      actor: undefined,
      resources: ["https://api.example.com"],
      scope: ["api:read"],
      authorizationDetails: [],
      isRefreshTokenRequested: false,
    },
  ]);
});

test("token exchange: the audience may be named as such, and the scope left out", async () => {
  const made = await createExchanging();
  const { body } = await made.exchange({
    audience: "https://files.example.com",
    requested_token_type: accessTokenType,
  });
  assert.deepEqual([body.scope, body.expires_in], ["profile files:read", 120]);
});

test("token exchange: with an actor the token says who acts (RFC 8693 §4.1)", async () => {
  const made = await createExchanging();
  const { body } = await made.exchange({ ...acting, resource: "https://api.example.com" });
  assert.deepEqual(decodeJwt(String(body.access_token)).act, { sub: "web", client_id: "web" });
  assert.deepEqual(made.asked[0]?.actor, {
    clientId: "web",
    accountId: undefined,
    scope: [],
    audience: [],
    authorizationDetails: [],
    act: undefined,
  });
});

test("token exchange: who acted before stays inside (RFC 8693 §4.1)", async () => {
  const details = { act: { sub: "first" } };
  const made = await createExchanging({ allow: true }, { token: { details } });
  const delegated = await made.exchange({ ...acting, resource: "https://api.example.com" });
  const act = decodeJwt(String(delegated.body.access_token)).act;
  assert.deepEqual(act, { sub: "web", client_id: "web", act: { sub: "first" } });
  const impersonated = await made.exchange({ resource: "https://api.example.com" });
  assert.deepEqual(decodeJwt(String(impersonated.body.access_token)).act, { sub: "first" });
});

test("token exchange: a chain of actors has an end", async () => {
  let act: Record<string, string | object> = { sub: "a" };
  for (let depth = 1; depth < 8; depth += 1) act = { sub: "a", act };
  const details = JSON.parse(JSON.stringify({ act }));
  const made = await createExchanging({ allow: true }, { token: { details } });
  assert.equal((await made.exchange(acting)).body.error, "invalid_request");
});

for (const [title, mayAct, more, want] of [
  ["the one who is named", { sub: "web" }, acting, undefined],
  ["the client that is named", { client_id: "web" }, acting, undefined],
  ["another one", { sub: "other" }, acting, "invalid_request"],
  ["another client", { client_id: "other" }, acting, "invalid_request"],
  ["nobody", { sub: "web" }, {}, "invalid_request"],
] as const) {
  test(`token exchange: may_act of the subject token binds, here ${title} (RFC 8693 §4.4)`, async () => {
    const made = await createExchanging({ allow: true }, { token: { details: { may_act: mayAct } } });
    assert.equal((await made.exchange(more)).body.error, want);
  });
}

for (const [title, more, error] of [
  ["an unknown subject token", { subject_token: "unknown" }, "invalid_request"],
  ["a subject token of another kind", { subject_token_type: refreshTokenType }, "invalid_request"],
  ["no subject token", { subject_token: "" }, "invalid_request"],
  ["an unknown actor token", { ...acting, actor_token: "unknown" }, "invalid_request"],
  ["an actor token without its type", { actor_token: actorToken }, "invalid_request"],
  ["a type without an actor token", { actor_token_type: accessTokenType }, "invalid_request"],
  ["a subject token of a machine", { subject_token: actorToken }, "invalid_request"],
  [
    "a kind of token that is not given",
    { requested_token_type: "urn:ietf:params:oauth:token-type:saml2" },
    "invalid_request",
  ],
  ["a refresh token that the policy does not allow", { requested_token_type: refreshTokenType }, "invalid_request"],
  ["an unknown resource", { resource: "https://x.example.com" }, "invalid_target"],
  ["an unknown audience", { audience: "x" }, "invalid_target"],
  ["more scope than the subject token has", { scope: "api:write" }, "invalid_scope"],
  [
    "scope that the resource does not know",
    { resource: "https://files.example.com", scope: "api:read" },
    "invalid_scope",
  ],
  ["openid", { scope: "openid" }, "invalid_scope"],
  ["authorization details", { authorization_details: '[{"type":"a"}]' }, "invalid_authorization_details"],
] as const) {
  test(`token exchange: refuses ${title} (RFC 8693 §2.2.2)`, async () => {
    const { status, body } = await (await createExchanging()).exchange(more);
    assert.deepEqual([status, body.error, "access_token" in body], [400, error, false]);
  });
}

test("token exchange: what the policy refuses is refused, and why is told to the events alone", async () => {
  for (const reason of ["not today", undefined]) {
    const made = await createExchanging({ allow: false, reason });
    const answer = await made.exchange();
    assert.deepEqual([answer.status, answer.body.error], [400, "access_denied"]);
    assert.equal(answer.text.includes("today"), false);
    const [event] = made.events.filter(({ type }) => type === "request.refused");
    assert.equal(event?.reason, reason ?? "the policy of the exchange said no");
  }
});

test("token exchange: a policy that fails gives nothing", async () => {
  const made = await createExchanging(() => Promise.reject(new Error("down")));
  assert.equal((await made.exchange()).status, 500);
});

test("token exchange: the policy may give scope that the subject token has not, and none that the client has not", async () => {
  const made = await createExchanging({ allow: true, scope: ["api:write", "made:up"] });
  const { body } = await made.exchange({ resource: "https://api.example.com" });
  assert.equal(body.scope, "api:write");
  assert.equal((await made.exchange({ scope: "api:read" })).body.error, "invalid_scope");
});

test("token exchange: a public client can't (RFC 8693 §2.1)", async () => {
  const made = await createExchanging();
  const { body } = await made.post({ form: { ...form, client_id: "tv" }, headers: {} });
  assert.equal(body.error, "unauthorized_client");
});

test("token exchange: the new token ends with the grant of the old one", async () => {
  const made = await createExchanging();
  const { body } = await made.exchange();
  const found = await made.store.grants.findToken(sha256(String(body.access_token)));
  assert.equal(found?.grant?.id, "grant-1");
  await made.store.grants.revokeGrants({ id: "grant-1" }, "test", startMs);
  assert.equal((await made.exchange()).body.error, "invalid_request");
});

test("token exchange: a grant that is taken back while the policy thinks gives nothing", async () => {
  const made: Exchanging = await createExchanging(async () => {
    await made.store.grants.revokeGrants({ id: "grant-1" }, "test", startMs);
    return { allow: true };
  });
  assert.equal((await made.exchange()).body.error, "invalid_grant");
});

test("token exchange: a token that is bound to a key needs its proof, and the new one is bound to the same (RFC 9449 §5)", async () => {
  const made = await createExchanging();
  await made.seed({ grant: { id: "grant-2" }, refreshToken: "R".repeat(43), token: { grantId: "grant-2" } });
  const [own, other] = [await createProvingClient(), await createProvingClient()];
  const refresh = { grant_type: "refresh_token", refresh_token: "R".repeat(43) };
  const bound = await own.post(made, { form: refresh, headers: confidential });
  const request = { form: { ...form, subject_token: String(bound.body.access_token) }, headers: api };
  for (const answer of [await made.post(request), await other.post(made, request)])
    assert.deepEqual([answer.status, answer.body.error], [400, "invalid_request"]);
  const answer = await own.post(made, request);
  assert.deepEqual([answer.status, answer.body.token_type], [200, "DPoP"]);
});

test("token exchange: a token that is bound to a certificate needs it (RFC 8705 §3)", async () => {
  const certificate = new Uint8Array([1, 2, 3]);
  const { createHash } = await import("node:crypto");
  const thumbprint = createHash("sha256").update(certificate).digest("base64url");
  const made = await createExchanging({ allow: true }, { token: { confirmation: { "x5t#S256": thumbprint } } });
  assert.equal((await made.exchange()).body.error, "invalid_request");
  const other = { clientCertificate: new Uint8Array([4]) };
  assert.equal((await made.post({ form, headers: api, connection: other })).body.error, "invalid_request");
  assert.equal((await made.post({ form, headers: api, connection: { clientCertificate: certificate } })).status, 200);
});

test("token exchange: a refresh token where the policy gives one, with the actor in each new token", async () => {
  const made = await createExchanging({ allow: true, refreshToken: true });
  const first = await made.exchange({ ...acting, resource: "https://api.example.com" });
  assert.deepEqual(Object.keys(first.body), [
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "issued_token_type",
    "refresh_token",
  ]);
  const refresh = { grant_type: "refresh_token", refresh_token: String(first.body.refresh_token) };
  const { body } = await made.post({ form: refresh, headers: api });
  const { sub, act, aud } = decodeJwt(String(body.access_token));
  assert.deepEqual([sub, act, aud], ["alice", { sub: "web", client_id: "web" }, "https://api.example.com"]);
  assert.equal("id_token" in body, false);
});

test("token exchange: a refresh token alone travels as what was issued (RFC 8693 §2.2.1)", async () => {
  const made = await createExchanging({ allow: true, refreshToken: true });
  const { body } = await made.exchange({ requested_token_type: refreshTokenType });
  const { access_token: token, ...others } = body;
  assert.deepEqual(others, { token_type: "N_A", issued_token_type: refreshTokenType, expires_in: 1_209_600 });
  assert.equal(made.asked[0]?.isRefreshTokenRequested, true);
  const refresh = { grant_type: "refresh_token", refresh_token: String(token) };
  assert.equal((await made.post({ form: refresh, headers: api })).status, 200);
});
