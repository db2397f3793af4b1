import { createHash, randomBytes } from "node:crypto";
import packageJson from "../../package.json" with { type: "json" };
import { createProviderContext } from "../../src/provider/create-context.ts";
import { createMemoryStore, createProvider } from "../../src/provider/index.ts";
import { serveProvider } from "../../src/provider/node/index.ts";
import { completeBackchannelAuthentication } from "../../src/provider/pending/complete-backchannel-authentication.ts";
import type { ProviderStore } from "../../src/provider/stores/store.ts";
import { createClientKeys } from "./client-keys.ts";
import { type Inbox, startInbox } from "./inbox.ts";
import { startLoopbackServer } from "./loopback-server.ts";
import { configureOwnProvider } from "./own-provider-configuration.ts";
import { type RegisteredClients, registerClients } from "./registered-clients.ts";
import type { TestProvider, UserDecision } from "./test-provider.ts";
import { approveOnPage, confirmLogout } from "./user-pages.ts";

/** What may be chosen about the provider. */
export interface OwnProviderOptions {
  /** Where logins end; nothing listens at the one that is taken unless told. */
  readonly redirectUri?: string;
  /** Where the issuer stands below its origin, such as `/tenant`. */
  readonly path?: string;
  /** A set of stricter rules; the clients that do not meet it are left out. */
  readonly profile?: "fapi2-security" | "fapi2-message-signing";
}

/**
 * Starts this library's own provider on a loopback port with every feature switched on, its own pages, data in memory, fresh keys
 * and secrets. The same endpoints ask for a certificate at a second port, over TLS.
 */
export async function createOwnProvider(options: OwnProviderOptions = {}): Promise<TestProvider> {
  const { redirectUri = "https://app.example.com/callback", path = "", profile } = options;
  const [port, tlsPort, inbox, keys] = await Promise.all([findPort(), findPort(), startInbox(), createClientKeys()]);
  const issuer = `http://127.0.0.1:${port}${path}`;
  const clients = registerClients({ keys, redirectUri, inbox: inbox.origin });
  const store = createMemoryStore();
  const serverErrors: Error[] = [];
  const configuration = configureOwnProvider({
    issuer,
    certificateOrigin: `https://127.0.0.1:${tlsPort}`,
    clients: Object.values(clients).filter(({ client_id: id }) => id.startsWith(profiles[profile ?? "none"])),
    profile,
    store,
    deliver: deliverTo(inbox),
    onFailure: (error) => serverErrors.push(error),
  });
  const provider = createProvider(configuration);
  const { server: certificate, authority } = keys.certificates;
  const servers = await Promise.all([
    serveProvider(provider, { port }),
    serveProvider(provider, {
      port: tlsPort,
      tls: { ...certificate, ca: authority.cert, requestCert: true },
      closesProvider: false,
    }),
  ]);
  // The same store, and so the same requests: what an application does that brings them before people.
  const context = createProviderContext(configuration);
  return {
    ...describe(issuer, clients),
    keys,
    inbox,
    serverErrors,
    createInitialAccessToken: () => createInitialAccessToken(store),
    approveDevice: approveOnPage,
    async answerBackchannel(authReqId, { user = "ada", decision = "allow" }: UserDecision = {}) {
      const requestId = createHash("sha256").update(authReqId).digest("base64url");
      const outcome = await completeBackchannelAuthentication(
        context,
        decision === "deny" ? { requestId, allow: false } : { requestId, allow: true, accountId: user, amr: ["hwk"] },
      );
      if (outcome !== "decided") throw new Error(`The answer to the request came to nothing: ${outcome}.`);
    },
    logOut: (url, { jar }) => confirmLogout(url, { jar, until: new URL("/signed-out", redirectUri).href }),
    close: async () => {
      await Promise.all([...servers.map((server) => server.close()), inbox.close()]);
    },
  };
}

function describe(
  issuer: string,
  clients: RegisteredClients,
): Pick<TestProvider, "name" | "issuer" | "tlsIssuer" | "clients" | "lacks" | "refusals" | "tolerate"> {
  return {
    name: `own provider ${packageJson.version}`,
    issuer,
    tlsIssuer: issuer,
    clients,
    lacks: {
      "hybrid responses": "tokens do not come through the browser (RFC 9700 §2.1.2): the response type is code",
      "nonce in refreshed id tokens": "there should be none (OpenID Connect Core §12.2)",
      "openid by exchange": "openid belongs to a sign-in, and an exchange is none",
    },
    refusals: {
      // RFC 6749 §4.1.2.1: it is the server that has no such response type, whoever asks.
      "response type not allowed": { error: "unsupported_response_type", status: undefined },
    },
    tolerate: [],
  };
}

/** One that is free: the issuer has to be known before the server is. */
async function findPort(): Promise<number> {
  const server = await startLoopbackServer();
  await server.close();
  return Number(new URL(server.origin).port);
}

async function createInitialAccessToken(store: ProviderStore): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAtMs = Date.now() + 600_000;
  await store.artifacts.put({
    kind: "initial_access_token",
    hash: createHash("sha256").update(token).digest("base64url"),
    payload: {},
    expiresAtMs,
    purgeAtMs: expiresAtMs,
    version: 1,
  });
  return token;
}

/** The origins of clients need not exist: every message is for the inbox. */
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

/** How the clients that each of them lets in are named. */
const profiles = { none: "", "fapi2-security": "fapi-", "fapi2-message-signing": "fapi-message-signing" } as const;
