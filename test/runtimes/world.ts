import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { toRequest } from "../../src/adapters/node.ts";
import type { ConfiguredClient } from "../../src/provider/clients/registered-client.ts";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import { serveProvider } from "../../src/provider/node/serve-provider.ts";
import { createTestPasswordHasher, signIn } from "../../src/provider/testing/index.ts";
import { createResourceServer } from "../../src/resource-server/create-resource-server.ts";
import type { Surroundings } from "./programs/program.ts";

/** What programs of a run-time meet on this machine: the provider, an API, and people. */
export interface World {
  readonly provider: Provider;
  readonly surroundings: Surroundings;
  readonly close: () => Promise<void>;
}

export const person = { username: "ada", password: "correct horse battery" } as const;

/** Starts it for the run-time that serves at the origin. */
export async function startWorld(origin: string): Promise<World> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const name = { kty: "EC", kid: "machine-1", alg: "ES256" };
  const machineKey = { ...(await exportJWK(pair.privateKey)), ...name };
  const publicKey = { ...(await exportJWK(pair.publicKey)), ...name };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo = Object(server.address());
  const helpers = `http://127.0.0.1:${port}`;
  const [api, slowIssuer] = [`${helpers}/api`, `${helpers}/slow`];
  const served = await serveProvider((issuer) => createIssuer({ issuer, origin, api, publicKey }), {
    port: 0,
    shutdownTimeoutMs: 100,
  });
  const { provider, issuer } = served;
  const answerApi = createApi(issuer, api);
  server.on("request", (incoming, outgoing) => {
    choose(incoming).then(
      ({ status, body }) => outgoing.writeHead(status, { "content-type": "application/json" }).end(body),
      (error: Error) => outgoing.writeHead(500).end(error.message),
    );
  });
  const answerSlowly = createSlowIssuers(helpers);
  const choose = async (incoming: IncomingMessage): Promise<Answer> => {
    const { url = "" } = incoming;
    if (url === "/browser") return answerBrowser(provider, incoming);
    return url.includes("/slow") ? answerSlowly(url) : answerApi(incoming);
  };
  return {
    provider,
    surroundings: { issuer, slowIssuer, origin, api, browser: `${helpers}/browser`, machineKey },
    async close() {
      server.close();
      server.closeAllConnections();
      await served.close();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function answerBrowser(provider: Provider, incoming: IncomingMessage): Promise<Answer> {
  const { url: authorizationUrl, decision } = JSON.parse(await text(incoming));
  return { status: 200, body: await signIn(provider, { ...person, authorizationUrl, decision }) };
}

/** Metadata, after a while, and each time another version. */
function createSlowIssuers(origin: string): (path: string) => Promise<Answer> {
  const versions = new Map<string, number>();
  return async (path) => {
    await setTimeout(200);
    const issuer = `${origin}${path.replace(/\/?\.well-known\/[\w-]+/, "")}`;
    const version = (versions.get(issuer) ?? 0) + 1;
    versions.set(issuer, version);
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
    const supported = { response_types_supported: ["code"], subject_types_supported: ["public"] };
    const keys = { jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: ["RS256"] };
    const metadata = { issuer, ...endpoints, ...supported, ...keys, op_policy_uri: `${origin}/${version}` };
    return { status: 200, body: JSON.stringify(metadata) };
  };
}

/** Tells whose token it was shown. */
function createApi(issuer: string, audience: string): (incoming: IncomingMessage) => Promise<Answer> {
  const server = createResourceServer({ issuer, audience, algorithms: ["ES256"] });
  return async (incoming) => {
    try {
      const request = toRequest(incoming, { baseUrl: new URL(audience).origin });
      const { clientId, subject } = await server.authenticate(request, { scope: "orders.read" });
      return { status: 200, body: JSON.stringify({ client: clientId, subject }) };
    } catch (error) {
      return { status: (await server.respond(error)).status, body: "" };
    }
  };
}

interface IssuerParts {
  readonly issuer: string;
  readonly origin: string;
  readonly api: string;
  readonly publicKey: JWK;
}

function createIssuer({ issuer, origin, api, publicKey }: IssuerParts): Provider {
  const scopes = ["orders.read", "orders.write"];
  const jwt = (algorithm: string) => ({ scopes, format: "jwt", algorithm }) as const;
  return createProvider({
    issuer,
    clients: createClients(origin, publicKey),
    firstPartyClients: ["web"],
    accounts: [{ id: "ada-id", ...person, claims: { name: "Ada Lovelace" } }],
    accountRules: { hasher: createTestPasswordHasher({ issuer }) },
    keys: { algorithms: ["ES256", "RS256", "EdDSA"] },
    tokens: {
      resources: {
        "https://rs256.example.com": jwt("RS256"),
        "https://es256.example.com": jwt("ES256"),
        "https://eddsa.example.com": jwt("EdDSA"),
        "https://opaque.example.com": { scopes, introspectionClients: ["api"] },
        "https://elsewhere.example.com": jwt("ES256"),
        [api]: jwt("ES256"),
      },
    },
    scopes: ["openid", "profile", "offline_access", ...scopes],
  });
}

function createClients(origin: string, publicKey: JWK): readonly ConfiguredClient[] {
  return [
    {
      client_id: "machine",
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [Object(publicKey)] },
      grant_types: ["client_credentials"],
      dpop_bound_access_tokens: true,
      scope: "orders.read",
    },
    {
      client_id: "service",
      client_secret: "service-secret",
      grant_types: ["client_credentials"],
      scope: "orders.read",
    },
    {
      client_id: "cli",
      token_endpoint_auth_method: "none",
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback"],
    },
    { client_id: "api", client_secret: "api-secret", grant_types: [] },
    {
      client_id: "app",
      token_endpoint_auth_method: "none",
      redirect_uris: [`${origin}/app`],
      grant_types: ["authorization_code", "refresh_token"],
    },
    {
      client_id: "web",
      client_secret: "web-secret",
      redirect_uris: [`${origin}/auth/callback`],
      post_logout_redirect_uris: [`${origin}/auth/logout/callback`],
    },
  ];
}
