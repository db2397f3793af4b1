import * as oauth from "oauth4webapi";
import * as openidClient from "openid-client";
import type { AuthorizationTransaction } from "../src/endpoints/authorization-transaction.ts";
import { importBuilt } from "./built.ts";
import { race, type Subject } from "./measure.ts";
import { type Row, type Section, timeRow } from "./report.ts";
import { clientCredentialsResponse } from "./sample-messages.ts";
import { accessToken, createSigner, type Signer } from "./signer.ts";

/** Whole calls against a `fetch` that answers at once: what the libraries themselves cost. */
export async function benchCalls(): Promise<Section> {
  return {
    rows: [...(await clientCredentialsRows()), ...(await codeRows())],
    notes: [
      "Every library gets a new Response from its fetch option for each call, 800 bytes of JSON for client credentials.",
      "Ours reads the body under a size cap and a deadline, refuses repeated JSON members and checks every member; oauth4webapi calls Response.json() and looks at the members it needs.",
      "The code is redeemed with the callback checked, the ID token's signature verified on both sides, and the keys fetched before.",
    ],
  };
}

/** A `fetch` that looks at no more than the URL. */
type StubFetch = (url: string | URL) => Promise<Response>;

async function clientCredentialsRows(): Promise<readonly Row[]> {
  const body = JSON.stringify(clientCredentialsResponse);
  const fetch: StubFetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
  const [floor, ours, oauth4webapi, clientGrant] = await race([
    { name: "bare fetch and json()", run: async () => (await fetch(metadata.token_endpoint)).json() },
    await ourClientCredentials(fetch),
    oauth4webapiClientCredentials(fetch),
    openidClientCredentials(fetch),
  ]);
  return [
    timeRow("client credentials", { ours, peer: oauth4webapi }, 2),
    timeRow("client credentials", { ours, peer: clientGrant }),
    timeRow("client credentials", { ours, peer: floor }),
  ];
}

async function ourClientCredentials(fetch: StubFetch): Promise<Subject> {
  const { createClient } = await importBuilt<typeof import("../src/index.ts")>("src/index.js");
  const { client_id, client_secret } = registration;
  const client = createClient({ issuer: metadata.issuer, client: { client_id, client_secret }, metadata, fetch });
  return { name: "ours", run: () => client.clientCredentials({ scope: "orders:read" }) };
}

function oauth4webapiClientCredentials(fetch: StubFetch): Subject {
  const client = { client_id: registration.client_id };
  const authentication = oauth.ClientSecretBasic(registration.client_secret);
  const options = { [oauth.customFetch]: fetch };
  return {
    name: "oauth4webapi",
    run: async () => {
      const parameters = { scope: "orders:read" };
      const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options);
      return oauth.processClientCredentialsResponse(server, client, response);
    },
  };
}

function openidClientCredentials(fetch: StubFetch): Subject {
  const { client_id, client_secret } = registration;
  const authentication = openidClient.ClientSecretBasic(client_secret);
  const configuration = new openidClient.Configuration(server, client_id, client_secret, authentication);
  configuration[openidClient.customFetch] = fetch;
  return {
    name: "openid-client",
    run: () => openidClient.clientCredentialsGrant(configuration, { scope: "orders:read" }),
  };
}

async function codeRows(): Promise<readonly Row[]> {
  const signer = await createSigner("RS256");
  const rows: Row[] = [];
  for (const [what, withHash] of [
    ["code with ID token, signature verified", false],
    ["the same with at_hash, which only ours verifies", true],
  ] as const) {
    const { fetch, nonce } = await codeServer(signer, withHash);
    const [ours, peer] = await race([await ourCode(fetch, nonce), oauth4webapiCode(fetch, nonce)]);
    rows.push(timeRow(what, { ours, peer }, 1.1));
  }
  return rows;
}

/** Answers the token endpoint with an ID token that stays valid for the run, and the `jwks_uri` with its key. */
async function codeServer(
  signer: Signer,
  withHash: boolean,
): Promise<{ readonly fetch: StubFetch; readonly nonce: string }> {
  const nonce = "0S6_WzA2MjdKHJ6Zl5vfQ8qHLwRz4mN1tYbXcVeGiKo";
  const idToken = await signer.idToken({ issuer: metadata.issuer, clientId: registration.client_id, nonce, withHash });
  const tokens = JSON.stringify({
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: 3600,
    id_token: idToken,
  });
  const jwks = JSON.stringify({ keys: [signer.publicJwk] });
  const headers = { "content-type": "application/json" };
  return { nonce, fetch: async (url) => new Response(String(url) === metadata.jwks_uri ? jwks : tokens, { headers }) };
}

async function ourCode(fetch: StubFetch, nonce: string): Promise<Subject> {
  const { createClient } = await importBuilt<typeof import("../src/index.ts")>("src/index.js");
  const client = createClient({ issuer: metadata.issuer, client: registration, metadata, fetch });
  const transaction: AuthorizationTransaction<"openid"> = {
    issuer: metadata.issuer,
    clientId: registration.client_id,
    redirectUri,
    scope: "openid",
    state,
    nonce,
    codeVerifier,
    createdAt: Date.now(),
  };
  return { name: "ours", run: () => client.finishAuthorization(callback, transaction) };
}

function oauth4webapiCode(fetch: StubFetch, nonce: string): Subject {
  const client = { client_id: registration.client_id };
  const authentication = oauth.ClientSecretBasic(registration.client_secret);
  const options = { [oauth.customFetch]: fetch };
  const expectations = { expectedNonce: nonce, requireIdToken: true };
  return {
    name: "oauth4webapi",
    run: async () => {
      const parameters = oauth.validateAuthResponse(server, client, new URL(callback), state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        parameters,
        redirectUri,
        codeVerifier,
        options,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, expectations);
      await oauth.validateApplicationLevelSignature(server, response, options);
      return tokens;
    },
  };
}

const issuer = "https://id.example.com";

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  authorization_response_iss_parameter_supported: true,
};

const server: oauth.AuthorizationServer = metadata;

const redirectUri = "https://app.example.com/callback";
const registration = { client_id: "web", client_secret: "s3cr3t-s3cr3t-s3cr3t", redirect_uris: [redirectUri] };
const state = "af0ifjsldkj-af0ifjsldkj-af0ifjsldkj-af0ifjs";
const codeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const callback = `${redirectUri}?code=SplxlOBeZQQYbYS6WxSbIA&state=${state}&iss=${encodeURIComponent(issuer)}`;
