import { createClient } from "../../src/index.ts";
import { type ServedTestProvider, startServedProvider } from "../browser/served-provider.ts";

/** A provider with the clients of one application. */
export interface AppProvider {
  readonly issuer: string;
  /** What the application is told of it. */
  readonly env: Readonly<Record<"ISSUER" | "APP_URL" | "CLIENT_ID" | "CLIENT_SECRET" | "SESSION_SECRET", string>>;
  /** An access token of a machine for the application's API. */
  readonly token: (scope: string) => Promise<string>;
  /** What happened here. */
  readonly events: ServedTestProvider["events"];
  readonly close: ServedTestProvider["close"];
}

/** How long after a login the access token is near its end, for an application that renews it a minute before. */
export const secondsUntilRenewal = 4;

/** Starts a provider for the application at this URL; the user is ada, with the password "correct horse". */
export async function startAppProvider(baseUrl: string): Promise<AppProvider> {
  const web = { client_id: "web", client_secret: "web-secret" };
  const machine = { client_id: "machine", client_secret: "machine-secret" };
  const callbacks = {
    redirect_uris: [`${baseUrl}/auth/callback`],
    post_logout_redirect_uris: [`${baseUrl}/auth/logout/callback`],
  };
  const served = await startServedProvider({
    options: {
      clients: [
        {
          ...web,
          ...callbacks,
          client_name: "Web shop",
          grant_types: ["authorization_code", "refresh_token"],
          scope: "openid profile offline_access orders.read",
        },
        { ...machine, grant_types: ["client_credentials"], scope: "orders.read orders.write" },
      ],
      firstPartyClients: ["web"],
      idTokens: { claims: "id_token" },
      lifetimes: { accessTokenSeconds: 60 + secondsUntilRenewal },
      tokens: {
        resources: { [baseUrl]: { scopes: ["orders.read", "orders.write"], format: "jwt" } },
        refreshLeewaySeconds: 0,
      },
    },
  });
  const { issuer } = served;
  const client = createClient({ issuer, client: machine });
  return {
    issuer,
    env: {
      ISSUER: issuer,
      APP_URL: baseUrl,
      CLIENT_ID: web.client_id,
      CLIENT_SECRET: web.client_secret,
      SESSION_SECRET: "thirty-two characters, kept secret",
    },
    token: async (scope) => (await client.clientCredentials({ scope, resource: [baseUrl] })).response.access_token,
    events: served.events,
    close: served.close,
  };
}
