import { createHash, randomBytes } from "node:crypto";
import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import { type Arrival, walk } from "../providers/browser.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";
import type { TestProvider } from "../providers/test-provider.ts";
import { type BareMessage, expectMessage, fetchMetadata, postForm } from "./bare-requests.ts";

/** A login without the library, to see that a provider does what a scenario will need. */
export interface BareLogin {
  readonly client: RegisteredClient;
  /** Beyond those of a login with PKCE. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Turns the parameters into those that the browser carries, such as a request object. */
  readonly pack?: (parameters: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
  readonly jar?: CookieJar;
  readonly issuer?: string;
  /** For clients with a certificate: takes the endpoints that are named for them. */
  readonly fetchIt?: typeof fetch;
}

/** What the browser brought back, and the verifier that redeems it. */
export interface BareCallback {
  readonly parameters: URLSearchParams;
  readonly codeVerifier: string;
}

/** Sends a browser through a login. */
export async function bareAuthorize(provider: TestProvider, login: BareLogin): Promise<BareCallback> {
  const { client, pack, jar } = login;
  const metadata = await fetchMetadata(provider.issuer);
  const [redirectUri = ""] = client.redirect_uris;
  const codeVerifier = randomBytes(32).toString("base64url");
  const parameters = {
    client_id: client.client_id,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid profile email",
    state: "state-of-this-login",
    nonce: "nonce-of-this-login",
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    ...login.parameters,
  };
  const url = new URL(String(metadata.authorization_endpoint));
  url.search = new URLSearchParams(pack === undefined ? parameters : await pack(parameters)).toString();
  const arrival = await walk(url.href, { until: redirectUri, ...(jar === undefined ? {} : { jar }) });
  return { parameters: parametersOf(arrival), codeVerifier };
}

/** A whole login; gives the token response. */
export async function bareLogin(provider: TestProvider, login: BareLogin): Promise<BareMessage> {
  const { parameters, codeVerifier } = await bareAuthorize(provider, login);
  return bareRedeem(provider, login, { code: parameters.get("code") ?? "", codeVerifier });
}

/** Redeems a code. */
export async function bareRedeem(
  provider: TestProvider,
  { client, issuer = provider.issuer, fetchIt }: BareLogin,
  { code, codeVerifier }: { readonly code: string; readonly codeVerifier: string },
): Promise<BareMessage> {
  const metadata = await fetchMetadata(issuer, fetchIt);
  const [redirect_uri = ""] = client.redirect_uris;
  const form = { grant_type: "authorization_code", code, redirect_uri, code_verifier: codeVerifier };
  const { keys } = provider;
  const endpoint = fetchIt === undefined ? metadata.token_endpoint : tokenEndpointOf(metadata);
  return expectMessage(
    await postForm(endpoint, form, { client, keys, issuer, ...(fetchIt === undefined ? {} : { fetchIt }) }),
  );
}

/** The endpoint for clients with a certificate, where there is one of its own (RFC 8705 §5). */
function tokenEndpointOf({ mtls_endpoint_aliases: aliases, token_endpoint }: BareMessage): unknown {
  return aliases instanceof Object && "token_endpoint" in aliases ? aliases.token_endpoint : token_endpoint;
}

function parametersOf(arrival: Arrival): URLSearchParams {
  if (arrival.kind === "redirect") {
    const { hash, searchParams } = new URL(arrival.url);
    return hash === "" ? searchParams : new URLSearchParams(hash.slice(1));
  }
  if (arrival.kind === "form") return arrival.body;
  throw new Error(`The login ended at a page (${arrival.status}): ${arrival.text}`);
}
