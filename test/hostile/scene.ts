import type { Client } from "../../src/client/client.ts";
import { createClient } from "../../src/client/create-client.ts";
import { createDPoP } from "../../src/dpop/create-dpop.ts";
import { clientId, issuer, redirectUri } from "../fixtures/fake-server.ts";
import { createHostileProvider, type HostileProvider } from "./provider/hostile-provider.ts";
import { decryptionJwk } from "./provider/keys.ts";
import type { Mutations, Setting } from "./trait.ts";

/** A client, and a provider that lies to it. */
export interface Scene {
  readonly provider: HostileProvider;
  readonly client: Client;
  readonly setting: Setting;
  /** What the client told its owner. */
  readonly events: unknown[];
}

/** The call that the provider lies to; resolves with what came of it. */
export type Scenario = (scene: Scene) => Promise<unknown>;

/** Sets the scene: the client knows nothing yet. */
export async function createScene(mutations: Mutations, setting: Setting = {}): Promise<Scene> {
  const provider = await createHostileProvider(mutations);
  const events: unknown[] = [];
  const client = createClient({
    issuer,
    fetch: provider.fetch,
    clock: () => provider.now,
    onEvent: (event) => events.push(event),
    pushedAuthorizationRequests: "never",
    ...(isEncrypted(setting) ? { decryptionKeys: [await decryptionJwk] } : {}),
    ...(setting.dpop === undefined ? {} : { dpop: await createDPoP(setting.dpop) }),
    ...setting.options,
    client: {
      client_id: clientId,
      client_secret: "client-secret-1",
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: ["https://app.example.com/signed-out"],
      ...setting.registration,
    },
  });
  return { provider, client, setting, events };
}

/** Does something while the provider tells the truth, but for what it says about itself, which the client remembers. */
export async function honestly<T>({ provider }: Scene, act: () => Promise<T>): Promise<T> {
  const { mutations } = provider;
  const { metadata, jwks } = mutations;
  provider.mutations = { ...(metadata === undefined ? {} : { metadata }), ...(jwks === undefined ? {} : { jwks }) };
  const result = await act();
  provider.mutations = mutations;
  return result;
}

function isEncrypted({ registration = {} }: Setting): boolean {
  return Object.keys(registration).some((name) => name.endsWith("_encrypted_response_alg"));
}
