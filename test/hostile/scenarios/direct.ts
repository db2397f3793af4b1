import type { Jwk } from "../../../generated/messages/jwk.ts";
import { registerClient } from "../../../src/client/register-client.ts";
import { fetchClientRegistration, updateClientRegistration } from "../../../src/endpoints/registration-management.ts";
import type { Registration } from "../../../src/endpoints/registration-result.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { fetchProtectedResourceMetadata } from "../../../src/metadata/protected-resource-metadata.ts";
import { discoverFromChallenge } from "../../../src/metadata/resource-discovery.ts";
import { discoverIssuer } from "../../../src/metadata/webfinger.ts";
import { issuer, redirectUri, sharedKey } from "../../fixtures/fake-server.ts";
import { describeProvider, resource } from "../provider/messages.ts";
import { honestly, type Scenario, type Scene } from "../scene.ts";

/** A token for the client itself. */
export const clientCredentials: Scenario = ({ client }) => client.clientCredentials();

/** Asks about somebody's token. */
export const introspection: Scenario = ({ client }) => client.introspect({ token: "access-secret-2" });

/** Ends a token. */
export const revocation: Scenario = async ({ client }) => {
  await client.revokeToken({ token: "access-secret-2" });
  return "revoked";
};

/** Registers a client. */
export const registration: Scenario = (scene) => register(scene);

/** Honest registration, then it is read. */
export const registrationRead: Scenario = async (scene) => {
  const registered = await honestly(scene, () => register(scene));
  return fetchClientRegistration(await scene.client.context(), registered);
};

/** Honest registration, then it is updated. */
export const registrationUpdate: Scenario = async (scene) => {
  const registered = await honestly(scene, () => register(scene));
  return updateClientRegistration(await scene.client.context(), registered, { changes: { client_name: "New" } });
};

/** Reads what a protected resource says about itself. */
export const resourceMetadata: Scenario = async ({ client, provider }) => {
  const { http, clock } = await client.context();
  const trust = { issuer, keys: createStaticKeySource({ keys: [await publicKey()] }) };
  const isSigned = provider.mutations.signedMetadata !== undefined;
  return fetchProtectedResourceMetadata({ http, clock }, resource, isSigned ? { signedMetadata: trust } : {});
};

/** Calls the resource, and finds out from its challenge who issues its tokens. */
export const challenge: Scenario = async ({ client, provider }) => {
  const { http, clock } = await client.context();
  const response = await provider.fetch(resource, {});
  return discoverFromChallenge({ http, clock }, response, { resource });
};

/** Asks a user's host for the issuer. */
export const webfinger: Scenario = async ({ client }) => {
  const { http, clock } = await client.context();
  return discoverIssuer({ http, clock }, "joe@example.com");
};

async function register({ provider }: Scene): Promise<Registration> {
  const metadata = JSON.parse(JSON.stringify(describeProvider()));
  return registerClient({ issuer, metadata, fetch: provider.fetch, client: { redirect_uris: [redirectUri] } });
}

async function publicKey(): Promise<Jwk> {
  const { jwk } = await sharedKey("main");
  return { kty: "RSA", ...jwk };
}
