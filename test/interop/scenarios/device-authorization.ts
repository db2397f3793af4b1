import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { type Client, createClient, type DeviceAuthorization } from "../../../src/index.ts";
import type { TestProvider, UserDecision } from "../../providers/test-provider.ts";
import type { Scenario } from "../scenario.ts";

/** Logins on a device without browser. */
export const scenarios: readonly Scenario[] = [
  {
    name: "device authorization: pending until the user approves, then an ID token without nonce",
    needs: ["device authorization"],
    run: async ({ provider }) => {
      const { client, device } = await start(provider);
      assert.equal((await client.requestDeviceToken(device)).status, "pending");
      await decide(provider, device, { user: "grace" });
      const result = await client.pollDeviceToken(device, { wait });
      assert.ok(result.status === "granted");
      assert.equal(result.tokens.claims?.nonce, undefined);
      assert.equal((await client.userInfo(result.tokens)).sub, result.tokens.claims?.sub);
    },
  },
  {
    name: "device authorization: the user refuses",
    needs: ["device authorization"],
    run: async ({ provider }) => {
      const { client, device } = await start(provider);
      await decide(provider, device, { decision: "deny" });
      assert.equal((await client.pollDeviceToken(device, { wait })).status, "denied");
    },
  },
];

async function start({ issuer, clients, tolerate }: TestProvider): Promise<Started> {
  const client = createClient({ issuer, client: clients.device, tolerate, timeoutMs: 5000 });
  return { client, device: await client.startDeviceAuthorization({ scope: "openid" }) };
}

interface Started {
  readonly client: Client;
  readonly device: DeviceAuthorization;
}

async function decide(provider: TestProvider, { response }: DeviceAuthorization, user: UserDecision): Promise<void> {
  const { verification_uri: verificationUri, user_code: userCode } = response;
  await provider.approveDevice({ verificationUri, userCode }, user);
}

/** Longer than the interval of either provider, whatever they announce. */
const wait = (): Promise<void> => setTimeout(1100);
