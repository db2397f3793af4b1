import assert from "node:assert/strict";
import {
  deleteClientRegistration,
  fetchClientRegistration,
  updateClientRegistration,
} from "../../../src/endpoints/index.ts";
import { createClient, type RegisteredClient, type Registration, registerClient } from "../../../src/index.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectOAuthError } from "../expect-error.ts";
import type { Scenario } from "../scenario.ts";

/** Clients that register and manage themselves. */
export const scenarios: readonly Scenario[] = [
  {
    name: "registration: a new client has credentials of its own",
    needs: ["registration"],
    run: async ({ provider }) => {
      const { client, credentials, response } = await register(provider);
      assert.equal(client.client_id, credentials.client_id);
      assert.equal(typeof client.client_secret, "string");
      assert.deepEqual(response.redirect_uris, ["https://new.example.com/callback"]);
      const { issuer, tolerate } = provider;
      const call = createClient({ issuer, client, tolerate, timeoutMs: 5000 }).refresh({
        response: { access_token: "unused", token_type: "Bearer" },
        refreshToken: "an-invented-refresh-token",
        claims: undefined,
        issuer: provider.issuer,
        jkt: undefined,
        expiresAt: undefined,
        receivedAt: Date.now(),
      });
      await expectOAuthError(call, { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "registration: a wrong initial access token is invalid_token",
    needs: ["registration"],
    run: async ({ provider }) => {
      const call = register(provider, "not-an-initial-access-token");
      await expectOAuthError(call, { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "registration: metadata that do not fit together are refused",
    needs: ["registration"],
    run: async ({ provider: { issuer, tolerate, ...provider } }) => {
      const call = registerClient({
        issuer,
        tolerate,
        timeoutMs: 5000,
        initialAccessToken: await provider.createInitialAccessToken(),
        client: {
          redirect_uris: ["https://new.example.com/callback"],
          grant_types: [],
          response_types: ["a-type-of-nobody"],
        },
      });
      await expectOAuthError(call, { error: "invalid_client_metadata", status: 400 });
    },
  },
  {
    name: "registration: a client is read, changed, and gone when it is deleted",
    needs: ["registration", "registration management"],
    run: async ({ provider }) => {
      const registered = await register(provider);
      const context = await contextOf(provider, registered);
      const read = await fetchClientRegistration(context, registered);
      assert.deepEqual(read.response.redirect_uris, ["https://new.example.com/callback"]);
      const changes = { client_name: "A client that is changed", redirect_uris: ["https://new.example.com/other"] };
      const updated = await updateClientRegistration(context, read, { changes });
      assert.equal(updated.response.client_name, "A client that is changed");
      assert.deepEqual(updated.response.redirect_uris, ["https://new.example.com/other"]);
      const again = await fetchClientRegistration(context, updated);
      assert.equal(again.response.client_name, "A client that is changed");
      await deleteClientRegistration(context, again);
      await expectOAuthError(fetchClientRegistration(context, again), { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "registration: a wrong registration access token is invalid_token",
    needs: ["registration", "registration management"],
    run: async ({ provider }) => {
      const registered = await register(provider);
      const context = await contextOf(provider, registered);
      const credentials = { ...registered.credentials, registration_access_token: "not-the-token" };
      const stolen: Registration = { ...registered, credentials };
      const refusal = { error: "invalid_token", status: 401 };
      await expectOAuthError(fetchClientRegistration(context, stolen), refusal);
      const changes = { client_name: "A client of somebody else" };
      await expectOAuthError(updateClientRegistration(context, stolen, { changes }), refusal);
      await expectOAuthError(deleteClientRegistration(context, stolen), refusal);
      const read = await fetchClientRegistration(context, registered);
      assert.notEqual(read.response.client_name, "A client of somebody else");
    },
  },
];

async function register(provider: TestProvider, token?: string): Promise<RegisteredClient> {
  const { issuer, tolerate } = provider;
  return registerClient({
    issuer,
    tolerate,
    timeoutMs: 5000,
    initialAccessToken: token ?? (await provider.createInitialAccessToken()),
    client: {
      client_name: "A client that is new",
      redirect_uris: ["https://new.example.com/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  });
}

function contextOf({ issuer, tolerate }: TestProvider, { client }: RegisteredClient) {
  return createClient({ issuer, client, tolerate, timeoutMs: 5000 }).context();
}
