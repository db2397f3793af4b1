import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestProvider, UserDecision } from "../../providers/test-provider.ts";
import { bareLogin } from "../bare-login.ts";
import { type BareMessage, expectMessage, fetchMetadata, postForm } from "../bare-requests.ts";
import type { Scenario } from "../scenario.ts";

/** That the provider's people can do their part in the grants without a redirect; without the library. */
export const scenarios: readonly Scenario[] = [
  {
    name: "fixture: a user approves a device",
    needs: ["device authorization"],
    run: async ({ provider }) => {
      const answer = await logInOnDevice(provider, { user: "grace" });
      assert.equal((await answer.json()).token_type, "Bearer");
    },
  },
  {
    name: "fixture: a user refuses a device",
    needs: ["device authorization"],
    run: async ({ provider }) => {
      const answer = await logInOnDevice(provider, { decision: "deny" });
      assert.equal((await answer.json()).error, "access_denied");
    },
  },
  {
    name: "fixture: a user approves a backchannel request",
    needs: ["ciba"],
    run: async ({ provider }) => {
      const { auth_req_id, token } = await askUser(provider, provider.clients.ciba);
      assert.equal((await (await token()).json()).error, "authorization_pending");
      await provider.answerBackchannel(auth_req_id, { user: "ada" });
      await setTimeout(pollDelayMs);
      assert.equal((await expectMessage(await token())).token_type, "Bearer");
    },
  },
  {
    name: "fixture: a user refuses a backchannel request",
    needs: ["ciba"],
    run: async ({ provider }) => {
      const { auth_req_id, token } = await askUser(provider, provider.clients.ciba);
      await provider.answerBackchannel(auth_req_id, { user: "ada", decision: "deny" });
      assert.equal((await (await token()).json()).error, "access_denied");
    },
  },
  {
    name: "fixture: a finished backchannel request is announced in the inbox",
    needs: ["ciba ping"],
    run: async ({ provider }) => {
      const { auth_req_id } = await askUser(provider, provider.clients.cibaPing, {
        client_notification_token: "notification-token-of-this-request",
      });
      await provider.answerBackchannel(auth_req_id, { user: "ada" });
      const { authorization, body } = await provider.inbox.take("/ciba");
      assert.equal(authorization, "Bearer notification-token-of-this-request");
      assert.equal(JSON.parse(body).auth_req_id, auth_req_id);
    },
  },
  {
    name: "fixture: an access token is exchanged",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const tokens = await bareLogin(provider, { client: provider.clients.exchange });
      const answer = await post(provider, provider.clients.exchange, "token_endpoint", {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: String(tokens.access_token),
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      });
      const exchanged = await expectMessage(answer);
      assert.equal(exchanged.issued_token_type, "urn:ietf:params:oauth:token-type:access_token");
      assert.notEqual(exchanged.access_token, tokens.access_token);
    },
  },
];

async function logInOnDevice(provider: TestProvider, user: UserDecision): Promise<Response> {
  const { device } = provider.clients;
  const started = await expectMessage(
    await post(provider, device, "device_authorization_endpoint", { scope: "openid" }),
  );
  const { verification_uri, user_code, device_code } = started;
  await provider.approveDevice({ verificationUri: String(verification_uri), userCode: String(user_code) }, user);
  return post(provider, device, "token_endpoint", {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: String(device_code),
  });
}

async function askUser(
  provider: TestProvider,
  client: RegisteredClient,
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ readonly auth_req_id: string; token(): Promise<Response> }> {
  const form = { scope: "openid", login_hint: "ada", ...parameters };
  const started = await expectMessage(await post(provider, client, "backchannel_authentication_endpoint", form));
  const auth_req_id = String(started.auth_req_id);
  const grant_type = "urn:openid:params:grant-type:ciba";
  return { auth_req_id, token: () => post(provider, client, "token_endpoint", { grant_type, auth_req_id }) };
}

async function post(
  { issuer, keys }: TestProvider,
  client: RegisteredClient,
  endpoint: string,
  form: Readonly<Record<string, string>>,
): Promise<Response> {
  const metadata: BareMessage = await fetchMetadata(issuer);
  return postForm(metadata[endpoint], form, { client, keys, issuer });
}

/** Longer than the interval of either provider. */
const pollDelayMs = 1100;
