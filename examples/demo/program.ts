import { authorizationRequestSchema } from "../../generated/messages/authorization-request.ts";
import { authorizationResponseSchema } from "../../generated/messages/authorization-response.ts";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import {
  type Client,
  type ClientOptions,
  type ClientRegistration,
  createClient,
  type TokenSet,
} from "../../src/index.ts";
import { type CookieJar, createCookieJar } from "./cookie-jar.ts";
import type { Person } from "./demo-provider.ts";
import { logIn } from "./login-driver.ts";
import { describeMembers, describeQuery } from "./redact.ts";
import type { Trace } from "./trace.ts";

/** Whom the program works with. */
export interface ProgramOptions {
  readonly issuer: string;
  /** The application that users log in to. */
  readonly web: ClientRegistration;
  /** The service that calls APIs in its own name. */
  readonly machine: ClientRegistration;
  readonly person?: Person;
  readonly tolerate?: ClientOptions["tolerate"];
}

/** What an application does with the library, step by step. Any error ends it, as it would end a login. */
export async function runProgram(trace: Trace, options: ProgramOptions): Promise<void> {
  const { issuer, web, machine, tolerate } = options;
  const shared = { issuer, tolerate, timeoutMs: 5000, onEvent: trace.event };
  // Not pushed, so that the parameters can be seen.
  const client = createClient({ ...shared, client: web, pushedAuthorizationRequests: "never" });

  trace.step("Discover the provider");
  const metadata = await client.metadata();
  const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith("_endpoint") || name === "jwks_uri");
  trace.members("endpoints", describeMembers(Object.fromEntries(endpoints)));

  await logInAndUseTokens(trace, client, options);

  trace.step("Get a token for the service itself (client credentials)");
  const service = createClient({ ...shared, client: machine, metadata });
  const own = await service.clientCredentials({ scope: "api" });
  trace.members("token response", describeMembers(own.response, tokenResponseSchema.sensitive));
}

async function logInAndUseTokens(
  trace: Trace,
  client: Client,
  { web, person = { login: "ada", password: "any" } }: ProgramOptions,
): Promise<void> {
  const jar = createCookieJar();
  trace.step("Start an authorization (code flow with PKCE, state and nonce)");
  const { url, transaction } = await client.startAuthorization({
    scope: "openid profile email offline_access",
    prompt: "consent",
  });
  trace.members(
    `send the browser to ${url.slice(0, url.indexOf("?"))} with`,
    describeQuery(url, authorizationRequestSchema.sensitive),
  );

  trace.step("The user logs in and consents, in the provider's own forms");
  const [redirectUri = ""] = web.redirect_uris ?? [];
  const callbackUrl = await logIn(url, { redirectUri, jar, ...person, onStep: trace.browser });
  trace.members(
    `the browser comes back to ${redirectUri} with`,
    describeQuery(callbackUrl, authorizationResponseSchema.sensitive),
  );

  trace.step("Finish: check the response, redeem the code, verify the ID token");
  const tokens = await client.finishAuthorization(callbackUrl, transaction);
  trace.members("token response", describeMembers(tokens.response, tokenResponseSchema.sensitive));
  trace.members("ID token", describeMembers(tokens.claims ?? {}, ["nonce"]));

  trace.step("Ask for the user's claims (userinfo)");
  trace.members("userinfo", describeMembers(await client.userInfo(tokens)));

  const fresh = await refresh(trace, client, tokens);
  await introspectAndRevoke(trace, client, fresh);
  await logOut(trace, client, { web, tokens, jar });
}

async function refresh(trace: Trace, client: Client, tokens: TokenSet): Promise<TokenSet> {
  trace.step("Refresh");
  if (tokens.refreshToken === undefined) {
    trace.note("The provider gave no refresh token; there is nothing to refresh.");
    return tokens;
  }
  const fresh = await client.refresh(tokens);
  const rotated = fresh.refreshToken === tokens.refreshToken ? "kept" : "rotated";
  trace.note(`The refresh token was ${rotated}; the login is still that of ${JSON.stringify(fresh.claims?.sub)}.`);
  return fresh;
}

/** Only where the provider has the endpoints for it. */
async function introspectAndRevoke(trace: Trace, client: Client, tokens: TokenSet): Promise<void> {
  const { introspection_endpoint, revocation_endpoint } = await client.metadata();
  if (introspection_endpoint === undefined || revocation_endpoint === undefined) return;
  const message = { token: tokens.response.access_token };
  trace.step("Ask whether the access token is good (introspection)");
  const introspection = await client.introspect(message);
  trace.members("introspection response", describeMembers({ ...introspection }));

  trace.step("Take the tokens back (revocation)");
  await client.revokeAll(tokens);
  const after = await client.introspect(message);
  trace.note(`The access token is ${after.active ? "still good" : "no longer good"}.`);
}

/** Only where the application is registered with a place to come back to. */
async function logOut(trace: Trace, client: Client, { web, tokens, jar }: Leaving): Promise<void> {
  const [redirectUri] = web.post_logout_redirect_uris ?? [];
  if (redirectUri === undefined) return;
  trace.step("Log out at the provider");
  const { url, transaction } = await client.startLogout(tokens);
  const returned = await logIn(url, { redirectUri, jar, onStep: trace.browser });
  await client.finishLogout(returned, transaction);
  trace.note(`The browser came back to ${redirectUri}, its state is that of the request.`);
}

interface Leaving {
  readonly web: ClientRegistration;
  readonly tokens: TokenSet;
  readonly jar: CookieJar;
}
