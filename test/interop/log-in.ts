import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import { logIn } from "../../examples/demo/login-driver.ts";
import {
  type AuthorizationParameters,
  type AuthorizationTransaction,
  type Client,
  type ClientOptions,
  createClient,
  type TokenSet,
} from "../../src/index.ts";
import type { OidcProvider } from "../providers/oidc-provider.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";

/** What a scenario may change about a login. */
export interface ScenarioLogin {
  readonly registered: RegisteredClient;
  readonly options?: Partial<ClientOptions>;
  readonly parameters?: Omit<AuthorizationParameters, "scope">;
  /** Who logs in; `ada` unless told. */
  readonly user?: string;
  readonly jar?: CookieJar;
}

/** A login that came back to the application and is not finished. */
export interface PendingLogin {
  readonly client: Client;
  readonly callbackUrl: string;
  readonly transaction: AuthorizationTransaction<typeof scope>;
}

/** The tokens of a login. */
export type LoginTokens = TokenSet & { readonly claims: NonNullable<TokenSet["claims"]> };

/** Starts an authorization and lets the user log in and consent; stops where the application takes over. */
export async function startLogin(provider: OidcProvider, login: ScenarioLogin): Promise<PendingLogin> {
  const { registered, options, parameters, user, jar } = login;
  const client = createClient({ issuer: provider.issuer, client: registered, timeoutMs: 5000, ...options });
  const { url, transaction } = await client.startAuthorization({ prompt: "consent", ...parameters, scope });
  const callbackUrl = await logIn(url, {
    redirectUri: transaction.redirectUri,
    ...(user === undefined ? {} : { login: user }),
    ...(jar === undefined ? {} : { jar }),
  });
  return { client, callbackUrl, transaction };
}

/** Finishes a login that is pending. */
export function finishLogin({ client, callbackUrl, transaction }: PendingLogin): Promise<LoginTokens> {
  return client.finishAuthorization(callbackUrl, transaction);
}

/** A whole login. */
export async function completeLogin(
  provider: OidcProvider,
  login: ScenarioLogin,
): Promise<{ readonly client: Client; readonly tokens: LoginTokens }> {
  const pending = await startLogin(provider, login);
  return { client: pending.client, tokens: await finishLogin(pending) };
}

/** Changes one parameter of a callback, or removes it. */
export function changeParameter(callbackUrl: string, name: string, value: string | undefined): string {
  const url = new URL(callbackUrl);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.href;
}

const scope = "openid profile email offline_access";
