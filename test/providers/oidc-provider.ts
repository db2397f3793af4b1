import { randomBytes } from "node:crypto";
import packageJson from "oidc-provider/package.json" with { type: "json" };
import { startLoopbackServer } from "./loopback-server.ts";
import { createMemoryAdapterFactory } from "./memory-adapter.ts";
import { type RegisteredClients, registerClients } from "./registered-clients.ts";
import { generateSigningJwk, type SigningJwk } from "./signing-keys.ts";
import { withoutNotices } from "./without-notices.ts";

/** A running provider that does what its specifications say. */
export interface OidcProvider {
  readonly name: string;
  readonly issuer: string;
  readonly clients: RegisteredClients;
  /** Private key of the client `privateKeyJwt`. */
  readonly clientKey: SigningJwk;
  /** Failures inside the provider, which its answers do not tell. */
  readonly serverErrors: readonly Error[];
  close(): Promise<void>;
}

/** Starts panva's oidc-provider on a loopback port with its own login and consent forms, data in memory, fresh keys and secrets. */
export async function createOidcProvider({ port = 0 }: { readonly port?: number } = {}): Promise<OidcProvider> {
  const [{ Provider }, server, rsa, ec, clientKey] = await Promise.all([
    withoutNotices([...knownNotices], () => import("oidc-provider")),
    startLoopbackServer(port),
    generateSigningJwk("RS256", "provider-rs256"),
    generateSigningJwk("ES256", "provider-es256"),
    generateSigningJwk("ES256", "client-es256"),
  ]);
  const clients = registerClients(clientKey);
  const serverErrors: Error[] = [];
  const provider = await withoutNotices(
    knownNotices,
    async () => new Provider(server.origin, configure(clients, [rsa, ec])),
  );
  provider.on("server_error", (_context, error) => serverErrors.push(error));
  const respond = provider.callback();
  server.handle((request, response) => void respond(request, response));
  return {
    name: `oidc-provider ${packageJson.version}`,
    issuer: server.origin,
    clients,
    clientKey,
    serverErrors,
    close: server.close,
  };
}

/** Said at every start and known: the Node version, and that the built-in forms are for development, which this is. */
const knownNotices = [
  "oidc-provider WARNING: Unsupported runtime.",
  "oidc-provider WARNING: a quick start development-only feature devInteractions is enabled",
];

function configure(clients: RegisteredClients, keys: readonly SigningJwk[]): Readonly<Record<string, unknown>> {
  return {
    adapter: createMemoryAdapterFactory(),
    clients: Object.values(clients),
    jwks: { keys },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: ["openid", "offline_access", "profile", "email", "api"],
    claims: {
      openid: ["sub"],
      profile: ["name", "given_name", "family_name", "preferred_username", "updated_at"],
      email: ["email", "email_verified"],
    },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: async () => describeAccount(sub) }),
    clientBasedCORS: () => false,
    renderError,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    responseTypes: ["code"],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: false },
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      ClientCredentials: 600,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
  };
}

/** Any login name is an account; the built-in login form checks no password. */
function describeAccount(sub: string): Readonly<Record<string, unknown>> {
  return {
    sub,
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    preferred_username: sub,
    updated_at: 1_700_000_000,
    email: `${sub}@example.com`,
    email_verified: true,
  };
}

/** Errors that cannot be sent to the client, for a person to read. */
function renderError(context: { type: string; body: string }, out: Readonly<Record<string, unknown>>): void {
  context.type = "text";
  context.body = Object.entries(out)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}
