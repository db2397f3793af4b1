import { randomBytes } from "node:crypto";
import { isRecord } from "../../../src/schema/is-record.ts";
import { createClientKeys } from "../client-keys.ts";
import { type Inbox, startInbox } from "../inbox.ts";
import { registerClients } from "../registered-clients.ts";
import type { TestProvider, UserDecision } from "../test-provider.ts";
import { approveOnPage, confirmLogout } from "../user-pages.ts";
import { createKeycloakAdmin, type KeycloakAdmin } from "./admin.ts";
import { keycloakVersion } from "./archive.ts";
import { representClient } from "./client-representation.ts";
import { startKeycloakProcess } from "./process.ts";
import realm from "./realm.json" with { type: "json" };

/**
 * Starts Keycloak with the realm of realm.json and the same clients as every provider, fresh keys and secrets.
 * @throws KeycloakUnavailable when it cannot be had here
 */
export async function createKeycloak(): Promise<TestProvider> {
  const [keys, inbox] = await Promise.all([createClientKeys(), startInbox()]);
  const redirectUri = "https://app.example.com/callback";
  const clients = registerClients({ keys, redirectUri, inbox: inbox.origin });
  const admin = { user: "operator", password: randomBytes(24).toString("base64url") };
  const keycloak = await startKeycloakProcess({
    realm: { ...realm, clients: Object.values(clients).map(representClient) },
    server: keys.certificates.server,
    authority: keys.certificates.authority,
    admin,
    authenticationChannel: `${inbox.origin}${channelPath}`,
  }).catch(async (error: unknown) => {
    await inbox.close();
    throw error;
  });
  const { origin, issuer, tlsIssuer } = keycloak;
  const operator = createKeycloakAdmin({ origin, realm: realm.realm, ...admin });
  await addScope(
    operator,
    Object.values(clients).flatMap(({ client_id, scope }) => (scope === "api" ? client_id : [])),
  );
  await addEncryptionKey(operator);
  return {
    name: `Keycloak ${keycloakVersion}`,
    issuer,
    tlsIssuer,
    clients,
    keys,
    lacks,
    refusals,
    tolerate: [],
    inbox,
    serverErrors: [],
    createInitialAccessToken: () => createInitialAccessToken(operator),
    approveDevice: approveOnPage,
    answerBackchannel: (_id, user) => answerBackchannel(issuer, inbox, user),
    logOut: (url, { jar }) => confirmLogout(url, { jar, until: new URL("/signed-out", redirectUri).href }),
    close: async () => {
      await keycloak.stop();
      await inbox.close();
    },
  };
}

/** A realm file that names a scope has no built-in ones any more, hence this detour. */
async function addScope(operator: KeycloakAdmin, clientIds: readonly string[]): Promise<void> {
  const attributes = { "include.in.token.scope": "true" };
  await operator.request("POST", "/client-scopes", { name: "api", protocol: "openid-connect", attributes });
  const scope = findId(await operator.request("GET", "/client-scopes"), "name", "api");
  for (const clientId of clientIds) {
    const client = findId(await operator.request("GET", `/clients?clientId=${clientId}`), "clientId", clientId);
    await operator.request("PUT", `/clients/${client}/optional-client-scopes/${scope}`, {});
  }
}

/** Its own key is for RSA-OAEP alone; a realm file that names keys has no built-in ones any more. */
async function addEncryptionKey(operator: KeycloakAdmin): Promise<void> {
  await operator.request("POST", "/components", {
    name: "rsa-oaep-256",
    providerId: "rsa-enc-generated",
    providerType: "org.keycloak.keys.KeyProvider",
    config: { algorithm: ["RSA-OAEP-256"], priority: ["100"], active: ["true"], enabled: ["true"] },
  });
}

function findId(list: unknown, member: string, value: string): string {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const found = items.filter(isRecord).find((item) => item[member] === value);
  if (found === undefined) throw new Error(`Keycloak has nothing whose ${member} is ${value}.`);
  return String(found.id);
}

async function createInitialAccessToken(operator: KeycloakAdmin): Promise<string> {
  const created = await operator.request("POST", "/clients-initial-access", { count: 10, expiration: 600 });
  if (isRecord(created)) return String(created.token);
  throw new Error("Keycloak made no initial access token.");
}

/** Keycloak sends the question to the channel with a token, and takes the answer with that token. */
async function answerBackchannel(
  issuer: string,
  inbox: Inbox,
  { decision = "allow" }: UserDecision = {},
): Promise<void> {
  const { authorization = "" } = await inbox.take(channelPath);
  const response = await fetch(`${issuer}/protocol/openid-connect/ext/ciba/auth/callback`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ status: decision === "allow" ? "SUCCEED" : "UNAUTHORIZED" }),
  });
  if (!response.ok) throw new Error(`Keycloak took no answer: ${response.status} ${await response.text()}`);
}

const channelPath = "/authentication-channel";

const lacks: TestProvider["lacks"] = {
  "fapi 2.0": "its client policies for FAPI 2.0 are not set up in the realm",
  "jwt introspection": "Keycloak has no RFC 9701",
  "encrypted jwt introspection": "Keycloak has no RFC 9701",
  "unique claims in jarm": "Keycloak writes iss twice into the JWT of an authorization response, against RFC 7519 §4",
  "dpop nonces": "Keycloak demands no nonces",
  "resource indicators": "Keycloak has no RFC 8707",
  "authorization details": "Keycloak has no RFC 9396 for types of one's own",
  "fixed issuer": "Keycloak names itself as it was called, unless it is configured not to",
  "nonce in refreshed id tokens":
    "Keycloak leaves nonce out of refreshed ID tokens, as OpenID Connect Core §12.2 allows",
  self_signed_tls_client_auth: "Keycloak has tls_client_auth only",
};

/** RFC 6749 §5.2 has invalid_client for failed authentication, and the status 400 for unauthorized_client. */
const refusals: TestProvider["refusals"] = {
  "wrong secret": { error: "unauthorized_client", status: 401 },
  "code of another dpop key": { error: "invalid_request", status: 400 },
  "wrong assertion": { error: "unauthorized_client", status: 400 },
  "grant not allowed": { error: "unauthorized_client", status: 401 },
  "exchange not allowed": { error: "invalid_request", status: 400 },
};
