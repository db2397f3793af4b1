import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Changes,
  codeOf,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

const thirdParty = { firstPartyClients: [] };

describe("what a request needs next", () => {
  const login = "https://id.example.com/login";
  const consent = "https://id.example.com/consent";
  const select = "https://id.example.com/select-account";

  it("is a login without a session, whatever else is asked for (OpenID Connect Core §3.1.2.3)", async () => {
    const { authorize } = startFlow(thirdParty);
    assert.equal(readRedirect(await authorize({ prompt: "consent select_account" })).url, login);
  });

  it("is a login with prompt=login, once", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    await signIn();
    const first = await authorize({ prompt: "login" });
    assert.equal(readRedirect(first).url, login);
    const { sid } = await signIn();
    const id = await answer(first, { authenticatedSid: sid });
    assert.equal(readRedirect(await resume(id)).url, redirectUri);
  });

  it("is a login again where the session after it is another one", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    const first = await authorize({ prompt: "login" });
    const { sid } = await signIn("alice");
    const id = await answer(first, { authenticatedSid: `${sid}-of-somebody-else` });
    assert.equal(readRedirect(await resume(id)).url, login);
  });

  it("is a login where the last one is older than max_age, and than default_max_age", async () => {
    const { authorize, signIn, advance } = startFlow({
      clients: [spa, { ...spa, client_id: "strict", default_max_age: 60 }],
    });
    await signIn();
    advance(60);
    assert.ok(codeOf(await authorize({ max_age: "60" })));
    assert.equal(readRedirect(await authorize({ max_age: "59" })).url, login);
    advance(1);
    assert.equal(readRedirect(await authorize({ client_id: "strict" })).url, login);
    assert.equal(readRedirect(await authorize({ max_age: "60" })).url, login);
  });

  it("is a login for max_age=0, though the last one was in the same millisecond (OpenID Connect Core §3.1.2.1)", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    assert.equal(readRedirect(await authorize({ max_age: "0" })).url, login);
  });

  it("is no second login for max_age=0, however long the rest takes", async () => {
    const { authorize, signIn, answer, resume, advance } = startFlow();
    await signIn();
    advance(1);
    const first = await authorize({ max_age: "0" });
    assert.equal(readRedirect(first).url, login);
    const { sid } = await signIn();
    advance(60);
    const id = await answer(first, { authenticatedSid: sid });
    assert.ok(codeOf(await resume(id)));
  });

  it("is a choice of account with select_account, once (OpenID Connect Core §3.1.2.1)", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    await signIn();
    const first = await authorize({ prompt: "select_account" });
    assert.equal(readRedirect(first).url, select);
    const id = await answer(first, { isAccountSelected: true });
    assert.ok(codeOf(await resume(id)));
  });

  it("is no choice after a login for the same request", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    const first = await authorize({ prompt: "select_account" });
    const { sid } = await signIn();
    const id = await answer(first, { authenticatedSid: sid });
    assert.ok(codeOf(await resume(id)));
  });

  it("is another password where the account must change it", async () => {
    const { authorize, signIn, accounts } = startFlow();
    await signIn();
    accounts.set("alice", { id: "alice", displayName: "A", isActive: true, claims: {}, requiresPasswordChange: true });
    assert.equal(readRedirect(await authorize()).url, "https://id.example.com/change-password");
  });

  it("is consent for what was not allowed yet, and it is remembered", async () => {
    const { authorize, signIn, answer, resume, context } = startFlow(thirdParty);
    await signIn();
    const first = await authorize({ scope: "openid profile" });
    assert.equal(readRedirect(first).url, consent);
    const id = await answer(first, { consented: true });
    assert.ok(codeOf(await resume(id)));
    assert.deepEqual((await context.store.consents.find("alice", "spa"))?.scope, ["openid", "profile"]);
    assert.ok(codeOf(await authorize({ scope: "profile openid" })));
    const more = await authorize({ scope: "openid email" });
    assert.equal(readRedirect(more).url, consent);
    await resume(await answer(more, { consented: true }));
    assert.deepEqual((await context.store.consents.find("alice", "spa"))?.scope, ["openid", "profile", "email"]);
  });

  it("is consent again where somebody else has signed in since it was said", async () => {
    const { authorize, signIn, answer, resume, context } = startFlow(thirdParty);
    await signIn("alice");
    const first = await authorize();
    const id = await answer(first, { consented: true });
    await signIn("bob");
    const again = await resume(id);
    assert.equal(readRedirect(again).url, consent);
    assert.equal(await context.store.consents.find("bob", "spa"), undefined);
    await signIn("alice");
    assert.equal(readRedirect(await resume(id)).url, consent);
    assert.ok(codeOf(await resume(await answer(again, { consented: true }))));
  });

  it("is consent again where it has expired", async () => {
    const { authorize, signIn, context, now } = startFlow(thirdParty);
    await signIn();
    const consentOf = { accountId: "alice", clientId: "spa", scope: ["openid"], details: {}, updatedAtMs: 0 };
    await context.store.consents.put({ ...consentOf, expiresAtMs: now() });
    assert.equal(readRedirect(await authorize()).url, consent);
    await context.store.consents.put({ ...consentOf, expiresAtMs: now() + 1 });
    assert.ok(codeOf(await authorize()));
  });

  it("is consent with prompt=consent, of first parties too", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    await signIn();
    const first = await authorize({ prompt: "consent" });
    assert.equal(readRedirect(first).url, consent);
    assert.ok(codeOf(await resume(await answer(first, { consented: true }))));
  });

  it("is consent for offline_access, unless the client is a first party (OpenID Connect Core §11)", async () => {
    const third = startFlow(thirdParty);
    await third.signIn();
    const details = { accountId: "alice", clientId: "spa", details: {}, updatedAtMs: 0 };
    await third.context.store.consents.put({ ...details, scope: ["openid"] });
    assert.equal(readRedirect(await third.authorize({ scope: "openid offline_access" })).url, consent);
    const first = startFlow();
    await first.signIn();
    assert.ok(codeOf(await first.authorize({ scope: "openid offline_access" })));
  });

  it("is consent for claims and resources by name, besides the scope", async () => {
    const resources = { "https://api.example.com": {} };
    const { authorize, signIn, answer, resume } = startFlow({ ...thirdParty, tokens: { resources } });
    await signIn();
    const plain = await authorize();
    await resume(await answer(plain, { consented: true }));
    assert.ok(codeOf(await authorize({ claims: '{"id_token":{"acr":null,"auth_time":{"essential":true}}}' })));
    const requests: readonly Changes[] = [
      { claims: '{"userinfo":{"email":null}}' },
      { resource: "https://api.example.com" },
    ];
    for (const changes of requests) {
      const asked = await authorize(changes);
      assert.equal(readRedirect(asked).url, consent);
      await resume(await answer(asked, { consented: true }));
      assert.ok(codeOf(await authorize(changes)));
    }
  });

  it("is consent for authorization details each time (RFC 9396)", async () => {
    const { authorize, signIn, answer, resume } = startFlow({
      ...thirdParty,
      authorizationDetails: { payment: () => undefined },
    });
    await signIn();
    const changes = { authorization_details: '[{"type":"payment"}]' };
    for (const _ of [1, 2]) {
      const asked = await authorize(changes);
      assert.equal(readRedirect(asked).url, consent);
      assert.ok(codeOf(await resume(await answer(asked, { consented: true }))));
    }
  });

  it("is consent each time for a public client at an address that anybody could use (RFC 8252 §8.6)", async () => {
    const native = { ...spa, redirect_uris: ["http://127.0.0.1/cb"] };
    const { authorize, signIn, answer, resume } = startFlow({ ...thirdParty, clients: [native] });
    await signIn();
    for (const _ of [1, 2]) {
      const asked = await authorize({ redirect_uri: "http://127.0.0.1:5000/cb" });
      assert.equal(readRedirect(asked).url, consent);
      assert.ok(codeOf(await resume(await answer(asked, { consented: true }))));
    }
  });

  it("asks the policy about consent that is missing, and tells it what", async () => {
    const asked: unknown[] = [];
    const { authorize, signIn, context } = startFlow({
      ...thirdParty,
      consent: (facts) => {
        asked.push(facts);
        return facts.scope.includes("email") ? "ask" : "skip";
      },
    });
    await signIn();
    assert.ok(codeOf(await authorize()));
    assert.equal(await context.store.consents.find("alice", "spa"), undefined);
    assert.equal(readRedirect(await authorize({ scope: "openid email" })).url, consent);
    assert.deepEqual(asked[0], {
      clientId: "spa",
      accountId: "alice",
      scope: ["openid"],
      missingScope: ["openid"],
      missingClaims: [],
      missingResources: [],
      authorizationDetails: [],
      isImpersonable: false,
    });
  });
});

describe("what prompt=none says instead (OpenID Connect Core §3.1.2.6)", () => {
  const silent = { prompt: "none" };

  it("login_required without a session, and with one that is too old", async () => {
    const { authorize, signIn, advance } = startFlow();
    assert.deepEqual(readRedirect(await authorize(silent)).parameters, {
      error: "login_required",
      error_description: "A login is needed, and prompt=none forbids to ask (OpenID Connect Core, 3.1.2.6).",
      state: "s-1",
      iss: issuer,
    });
    await signIn();
    advance(10);
    assert.equal(readRedirect(await authorize({ ...silent, max_age: "9" })).parameters.error, "login_required");
    assert.ok(codeOf(await authorize({ ...silent, max_age: "10" })));
  });

  it("consent_required where consent is missing", async () => {
    const { authorize, signIn } = startFlow(thirdParty);
    await signIn();
    assert.equal(readRedirect(await authorize(silent)).parameters.error, "consent_required");
  });

  it("interaction_required where the account needs attention", async () => {
    const { authorize, signIn, accounts } = startFlow();
    await signIn();
    accounts.set("alice", { id: "alice", displayName: "A", isActive: true, claims: {}, requiresPasswordChange: true });
    assert.equal(readRedirect(await authorize(silent)).parameters.error, "interaction_required");
  });

  it("nothing, where nothing is needed", async () => {
    const { authorize, signIn } = startFlow();
    await signIn();
    assert.ok(codeOf(await authorize(silent)));
  });
});

describe("whom a request is about", () => {
  const hintOf = async (flow: ReturnType<typeof startFlow>, changes: object = {}): Promise<string> => {
    const seconds = flow.now() / 1000;
    const claims = { iss: issuer, aud: "spa", sub: "alice", iat: seconds, exp: seconds + 60, ...changes };
    return flow.context.keys.sign({ alg: "ES256" }, claims);
  };

  it("is told by id_token_hint: another account must sign in (OpenID Connect Core §3.1.2.1)", async () => {
    const flow = startFlow();
    await flow.signIn("bob");
    const hint = await hintOf(flow);
    assert.equal(readRedirect(await flow.authorize({ id_token_hint: hint })).url, "https://id.example.com/login");
    const silent = await flow.authorize({ id_token_hint: hint, prompt: "none" });
    assert.equal(readRedirect(silent).parameters.error, "login_required");
    await flow.signIn("alice");
    assert.ok(codeOf(await flow.authorize({ id_token_hint: hint })));
  });

  it("ends with login_required after a login as somebody else", async () => {
    const flow = startFlow();
    const asked = await flow.authorize({ id_token_hint: await hintOf(flow) });
    const { sid } = await flow.signIn("bob");
    const response = await flow.resume(await flow.answer(asked, { authenticatedSid: sid }));
    assert.equal(readRedirect(response).parameters.error, "login_required");
  });

  it("may be told by a hint that has expired", async () => {
    const flow = startFlow();
    await flow.signIn();
    const hint = await hintOf(flow, { exp: flow.now() / 1000 - 86_400 });
    assert.ok(codeOf(await flow.authorize({ id_token_hint: hint })));
  });

  it("is not told by a hint of another issuer, for another client, without signature, or of another kind", async () => {
    const flow = startFlow();
    await flow.signIn();
    const good = await hintOf(flow);
    const [, payload = "", signature = ""] = good.split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    const typed = await flow.context.keys.sign(
      { alg: "ES256", typ: "at+jwt" },
      { iss: issuer, aud: "spa", sub: "alice" },
    );
    const changed = `${good.split(".")[0]}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    const hints = [
      await hintOf(flow, { iss: "https://other.example.com" }),
      await hintOf(flow, { aud: "web" }),
      none,
      typed,
      changed,
    ];
    for (const hint of hints)
      assert.equal(readRedirect(await flow.authorize({ id_token_hint: hint })).parameters.error, "invalid_request");
  });

  it("is told by the claim sub with a value (OpenID Connect Core §5.5.1)", async () => {
    const flow = startFlow();
    await flow.signIn("bob");
    const wanted = { prompt: "none", claims: '{"id_token":{"sub":{"value":"alice"}}}' };
    assert.equal(readRedirect(await flow.authorize(wanted)).parameters.error, "login_required");
    const either = { prompt: "none", claims: '{"id_token":{"sub":{"values":["alice","bob"]}}}' };
    assert.ok(codeOf(await flow.authorize(either)));
  });
});

describe("how somebody signed in", () => {
  const essential = { claims: '{"id_token":{"acr":{"essential":true,"values":["high"]}}}' };

  it("must be of an essential class, after one more login at most (OpenID Connect Core §5.5.1.1)", async () => {
    const { authorize, signIn, answer, resume } = startFlow();
    await signIn("alice", { acr: "low" });
    const asked = await authorize(essential);
    assert.equal(readRedirect(asked).url, "https://id.example.com/login");
    const { sid } = await signIn("alice", { acr: "low" });
    const id = await answer(asked, { authenticatedSid: sid });
    assert.equal(readRedirect(await resume(id)).parameters.error, "unmet_authentication_requirements");
    await signIn("alice", { acr: "high" });
    assert.ok(codeOf(await authorize(essential)));
  });

  it("does not matter for acr_values, which are a wish, unless the policy says so", async () => {
    const wished = startFlow();
    await wished.signIn("alice", { acr: "low" });
    assert.ok(codeOf(await wished.authorize({ acr_values: "high" })));
    const facts: unknown[] = [];
    const judged = startFlow({
      authentication: (each) => {
        facts.push(each);
        return each.wanted.includes(each.acr ?? "") ? "accept" : "login";
      },
    });
    await judged.signIn("alice", { acr: "low" });
    judged.advance(5);
    const asked = await judged.authorize({ acr_values: "high higher" });
    assert.equal(readRedirect(asked).url, "https://id.example.com/login");
    assert.deepEqual(facts[0], {
      clientId: "spa",
      accountId: "alice",
      scope: ["openid"],
      resources: [],
      wanted: ["high", "higher"],
      essential: [],
      acr: "low",
      amr: ["pwd"],
      ageSeconds: 5,
    });
    const { sid } = await judged.signIn("alice", { acr: "low" });
    assert.ok(codeOf(await judged.resume(await judged.answer(asked, { authenticatedSid: sid }))));
  });
});

describe("what a client changes of itself while a person is asked", () => {
  it("widens nothing that was consented to (RFC 6749 §3.3)", async () => {
    const { context, signIn, authorize, answer, resume, redeem } = startFlow();
    const metadata = { redirect_uris: [redirectUri], token_endpoint_auth_method: "none", scope: "profile" };
    const stored = { clientId: "dynamic", metadata, secrets: [], createdAtMs: 0, version: 1 };
    await context.store.clients.put(stored);
    await signIn();
    const asked = await authorize({ client_id: "dynamic", scope: undefined });
    await context.store.clients.update({ ...stored, metadata: { ...metadata, scope: "profile email" }, version: 2 });
    const code = codeOf(await resume(await answer(asked, { consented: true })));
    assert.equal((await (await redeem(code, { client_id: "dynamic" })).json()).scope, "profile");
  });
});
