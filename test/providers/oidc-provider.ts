import { randomBytes } from "node:crypto";
import type { Provider } from "oidc-provider";
import packageJson from "oidc-provider/package.json" with { type: "json" };
import { type ClientKeys, createClientKeys } from "./client-keys.ts";
import { type Inbox, startInbox } from "./inbox.ts";
import { type LoopbackServer, startLoopbackServer, startTlsLoopbackServer } from "./loopback-server.ts";
import { configure } from "./oidc-provider-configuration.ts";
import { addTokenExchange, type ProviderErrors } from "./oidc-provider-token-exchange.ts";
import { type RegisteredClients, registerClients } from "./registered-clients.ts";
import { generateEncryptionJwk, generateSigningJwk, type TestJwk } from "./signing-keys.ts";
import type { TestProvider, UserDecision } from "./test-provider.ts";
import { approveOnPage, confirmLogout } from "./user-pages.ts";
import { withoutNotices } from "./without-notices.ts";

/** What may be chosen about the provider. */
export interface OidcProviderOptions {
  /** Any free one unless told. */
  readonly port?: number;
  /** Where logins end; nothing listens at the one that is taken unless told. */
  readonly redirectUri?: string;
}

/**
 * Starts panva's oidc-provider on a loopback port with every feature of the library's, its own login and consent forms,
 * data in memory, fresh keys and secrets. The endpoints that may ask for a certificate stand at a second port, over TLS.
 */
export async function createOidcProvider(options: OidcProviderOptions = {}): Promise<TestProvider> {
  const { port = 0, redirectUri = defaultRedirectUri } = options;
  const [module, server, inbox, keys, jwks] = await Promise.all([
    withoutNotices([...knownNotices], () => import("oidc-provider")),
    startLoopbackServer(port),
    startInbox(),
    createClientKeys(),
    createProviderKeys(),
  ]);
  const tls = await startTls(keys);
  const clients = registerClients({ keys, redirectUri, inbox: inbox.origin });
  const initialAccessToken = randomBytes(32).toString("base64url");
  const tlsOrigin = tls.origin;
  const configuration = configure({ clients, jwks, tlsOrigin, initialAccessToken, deliver: deliverTo(inbox) });
  const provider = await withoutNotices(knownNotices, async () => new module.Provider(server.origin, configuration));
  addTokenExchange(provider, module.errors);
  const serverErrors: Error[] = [];
  provider.on("server_error", (_context, error) => serverErrors.push(error));
  const respond = provider.callback();
  for (const listener of [server, tls]) listener.handle((request, response) => void respond(request, response));
  return {
    ...describe(server.origin, clients),
    keys,
    inbox,
    serverErrors,
    createInitialAccessToken: async () => initialAccessToken,
    approveDevice: approveOnPage,
    answerBackchannel: (id, user) => answerBackchannel(provider, { errors: module.errors, id, ...user }),
    logOut: (url, { jar }) => confirmLogout(url, { jar, until: new URL("/signed-out", redirectUri).href }),
    close: async () => {
      await Promise.all([server.close(), tls.close(), inbox.close()]);
    },
  };
}

function describe(
  issuer: string,
  clients: RegisteredClients,
): Pick<TestProvider, "name" | "issuer" | "tlsIssuer" | "clients" | "lacks" | "refusals" | "tolerate"> {
  return {
    name: `oidc-provider ${packageJson.version}`,
    issuer,
    tlsIssuer: issuer,
    clients,
    lacks: {},
    // RFC 6749 §5.2 and §4.1.2.1 have unauthorized_client for all; oidc-provider says it this way.
    refusals: {
      "grant not allowed": { error: "invalid_request", status: 400 },
      "exchange not allowed": { error: "invalid_request", status: 400 },
      "response type not allowed": { error: "invalid_request", status: undefined },
    },
    tolerate: [],
  };
}

function createProviderKeys(): Promise<readonly TestJwk[]> {
  return Promise.all([
    generateSigningJwk("RS256", "provider-rs256"),
    generateSigningJwk("ES256", "provider-es256"),
    generateEncryptionJwk("RSA-OAEP-256", "provider-rsa-oaep-256"),
  ]);
}

/** Asks every caller for a certificate and lets the provider judge it. */
function startTls({ certificates }: ClientKeys): Promise<LoopbackServer> {
  const { server, authority } = certificates;
  return startTlsLoopbackServer({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: false });
}

/** The provider refuses to call loopback addresses itself, and pings only `https:`; every message is for the inbox. */
function deliverTo({ origin }: Inbox): typeof fetch {
  return (target, { method, headers, body, signal } = {}) => {
    const { pathname } = new URL(String(target));
    return fetch(`${origin}${pathname}`, {
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined || body === null ? {} : { body }),
      ...(signal === undefined || signal === null ? {} : { signal }),
    });
  };
}

async function answerBackchannel(
  provider: Provider,
  {
    errors,
    id,
    user = "ada",
    decision = "allow",
  }: UserDecision & { readonly errors: ProviderErrors; readonly id: string },
): Promise<void> {
  if (decision === "deny") return provider.backchannelResult(id, new errors.AccessDenied());
  const request = await provider.BackchannelAuthenticationRequest.find(id);
  if (request === undefined) throw new Error("The provider has no such backchannel authentication request.");
  const grant = new provider.Grant({ accountId: user, clientId: request.clientId });
  grant.addOIDCScope(request.scope);
  await provider.backchannelResult(id, await grant.save(), { authTime: Math.floor(Date.now() / 1000) });
}

/** Nothing listens there: a driver stops when it is sent to it, as a router would take over. */
const defaultRedirectUri = "https://app.example.com/callback";

/** Said at every start and known: the Node version, and that the built-in forms are for development, which this is. */
const knownNotices = [
  "oidc-provider WARNING: Unsupported runtime.",
  "oidc-provider WARNING: a quick start development-only feature devInteractions is enabled",
];
