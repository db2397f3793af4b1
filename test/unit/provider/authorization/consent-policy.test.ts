import assert from "node:assert/strict";
import { it } from "node:test";
import {
  findConsent,
  findMissingConsent,
  rememberConsent,
} from "../../../../src/provider/authorization/consent-policy.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { issuer, setUpProvider, startMs } from "../../../fixtures/provider/idtoken-setup.ts";

async function remember(options: { readonly consentSeconds?: number }) {
  const setup = await setUpProvider({ ...options, scopes: ["openid", "email"] });
  const { context } = setup;
  const client = (await context.clients.find("web")) ?? assert.fail();
  const account = (await context.accounts.find("alice")) ?? assert.fail();
  const question = {
    client,
    account,
    request: {
      client_id: "web",
      response_type: "code",
      redirect_uri: "https://app.example.com/callback",
      scope: "openid email",
    },
  };
  await rememberConsent(context, question);
  const isNeeded = async (): Promise<boolean> => (await findMissingConsent(context, question)).isNeeded;
  return { ...setup, question, isNeeded };
}

it("a consent is remembered until it is withdrawn", async () => {
  const { store, pass, isNeeded } = await remember({});
  assert.equal((await store.consents.find("alice", "web"))?.expiresAtMs, undefined);
  pass(86_400 * 3650);
  assert.equal(await isNeeded(), false);
});

it("with consentSeconds a person is asked again after that time, counted from when they were asked last", async () => {
  const { context, store, question, pass, isNeeded } = await remember({ consentSeconds: 60 });
  assert.equal((await store.consents.find("alice", "web"))?.expiresAtMs, startMs + 60_000);
  pass(59);
  assert.equal(await isNeeded(), false);
  await rememberConsent(context, question);
  pass(59);
  assert.equal(await isNeeded(), false);
  pass(1);
  assert.equal(await isNeeded(), true);
});

it("consentSeconds counts for consents from before it was set, too", async () => {
  const { store } = await remember({});
  const later = await setUpProvider({ store, consentSeconds: 60 });
  assert.notEqual(await findConsent(later.context, "alice", "web"), undefined);
  later.pass(60);
  assert.equal(await findConsent(later.context, "alice", "web"), undefined);
});

for (const consentSeconds of [0, -1, 1.5, Number.POSITIVE_INFINITY])
  it(`consentSeconds ${consentSeconds} is refused`, () => {
    assert.throws(() => createProvider({ issuer, consentSeconds }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "consentSeconds",
    });
  });
