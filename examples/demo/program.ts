import { authorizationRequestSchema } from "../../generated/messages/authorization-request.ts";
import { authorizationResponseSchema } from "../../generated/messages/authorization-response.ts";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import { type Client, type ClientOptions, type ClientRegistration, createClient } from "../../src/index.ts";
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

async function logInAndUseTokens(trace: Trace, client: Client, { web }: ProgramOptions): Promise<void> {
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
  const callbackUrl = await logIn(url, { redirectUri, onStep: trace.browser });
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

  trace.step("Refresh");
  if (tokens.refreshToken === undefined) {
    trace.note("The provider gave no refresh token; there is nothing to refresh.");
    return;
  }
  const fresh = await client.refresh(tokens);
  const rotated = fresh.refreshToken === tokens.refreshToken ? "kept" : "rotated";
  trace.note(`The refresh token was ${rotated}; the login is still that of ${JSON.stringify(fresh.claims?.sub)}.`);
}
