import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import {
  type BackchannelAuthentication,
  type BackchannelDeliveryMode,
  type Client,
  createClient,
} from "../../../src/index.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import type { Scenario } from "../scenario.ts";

/** Logins of a user at another device. */
export const scenarios: readonly Scenario[] = [
  {
    name: "backchannel authentication: pending until the user approves, then a verified ID token",
    needs: ["ciba"],
    run: async ({ provider }) => {
      const { client, authentication } = await start(provider, "poll");
      assert.equal((await client.requestBackchannelToken(authentication)).status, "pending");
      await provider.answerBackchannel(authentication.response.auth_req_id, { user: "ada" });
      const result = await client.pollBackchannelToken(authentication, { wait });
      assert.ok(result.status === "granted");
      assert.notEqual(result.tokens.claims?.sub, undefined);
    },
  },
  {
    name: "backchannel authentication: the user refuses",
    needs: ["ciba"],
    run: async ({ provider }) => {
      const { client, authentication } = await start(provider, "poll");
      await provider.answerBackchannel(authentication.response.auth_req_id, { user: "ada", decision: "deny" });
      assert.equal((await client.pollBackchannelToken(authentication, { wait })).status, "denied");
    },
  },
  {
    name: "backchannel authentication: a ping carries our token, and the tokens can be fetched",
    needs: ["ciba ping"],
    run: async ({ provider }) => {
      const { client, authentication } = await start(provider, "ping");
      await provider.answerBackchannel(authentication.response.auth_req_id, { user: "ada" });
      const { authorization, body } = await provider.inbox.take("/ciba");
      const headers = { authorization: authorization ?? "", "content-type": "application/json" };
      const ping = await client.receiveBackchannelPing({ headers, body }, { authentication });
      assert.equal((await client.requestBackchannelToken(ping.authentication)).status, "granted");
    },
  },
];

async function start(
  { issuer, clients, tolerate }: TestProvider,
  deliveryMode: BackchannelDeliveryMode,
): Promise<{ readonly client: Client; readonly authentication: BackchannelAuthentication }> {
  const registered = deliveryMode === "poll" ? clients.ciba : clients.cibaPing;
  const client = createClient({ issuer, client: registered, tolerate, timeoutMs: 5000 });
  const parameters = { scope: "openid", login_hint: "ada" };
  return { client, authentication: await client.startBackchannelAuthentication(parameters, { deliveryMode }) };
}

/** Longer than the interval of either provider, whatever they announce. */
const wait = (): Promise<void> => setTimeout(1100);
