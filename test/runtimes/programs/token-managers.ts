import { createClient } from "ts-identity-model";
import { createClientCredentialsTokens, createUserTokens } from "ts-identity-model/tokens";
import { createMemorySharedStore } from "ts-identity-model/util";
import { codeOf, type Facts, type Surroundings, signInElsewhere } from "./program.ts";

/** Tokens that are kept and renewed, sent to one API and nowhere else. */
export async function runTokenManagers(surroundings: Surroundings): Promise<Facts> {
  const { issuer, origin, api } = surroundings;
  const store = createMemorySharedStore();
  const shared = { store, secret: "thirty-two random octets of a vault", baseUrl: api };
  const service = createClientCredentialsTokens(
    createClient({ issuer, client: { client_id: "service", client_secret: "service-secret" } }),
    { ...shared, scope: "orders.read", resource: api },
  );
  const answers = await Promise.all([service.fetch("/orders"), service.fetch("/orders?again")]);
  const client = createClient({ issuer, client: { client_id: "app", redirect_uris: [`${origin}/app`] } });
  const users = createUserTokens(client, shared);
  const { url, transaction } = await client.startAuthorization({
    scope: "openid orders.read offline_access",
    resource: [api],
  });
  const callback = await signInElsewhere(surroundings, { url });
  await users.save("session", await client.finishAuthorization(callback, transaction));
  const ofUser = await users.fetch("session")("/orders");
  const outside = await codeOf(service.fetch("https://elsewhere.example.com/orders"));
  const facts = { service: await Promise.all(answers.map(read)), user: await read(ofUser), outside };
  await users.revoke("session");
  return { ...facts, revoked: await codeOf(users.fetch("session")("/orders")) };
}

async function read(response: Response): Promise<unknown> {
  return response.ok ? response.json() : response.status;
}
