import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import {
  type AuthorizationParameters,
  type AuthorizationTransaction,
  type Client,
  type ClientOptions,
  createClient,
  type FinishAuthorizationOptions,
  type TokenSet,
} from "../../src/index.ts";
import { walk } from "../providers/browser.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";
import type { TestProvider } from "../providers/test-provider.ts";

/** What a scenario may change about a login. */
export interface ScenarioLogin {
  readonly registered: RegisteredClient;
  readonly options?: Partial<ClientOptions>;
  readonly parameters?: Omit<AuthorizationParameters, "scope">;
  /** Who logs in; `ada` unless told. */
  readonly user?: string;
  readonly jar?: CookieJar;
  /** Whether to ask for `offline_access`; true unless told. Keycloak keeps no session for a login that asks for it. */
  readonly offline?: boolean;
  /** In place of the scope of the other logins; `offline` has no say then. */
  readonly scope?: LoginScope;
  /** The browser's connection, where the provider's pages are over TLS. */
  readonly fetchIt?: typeof fetch;
}

/** So that there is an ID token. */
export type LoginScope = `openid ${string}`;

/** A login that came back to the application and is not finished. */
export interface PendingLogin {
  readonly client: Client;
  readonly callbackUrl: string;
  /** What the browser posted there, where it did (`form_post`). */
  readonly form?: URLSearchParams;
  readonly transaction: AuthorizationTransaction<LoginScope>;
}

/** The tokens of a login. */
export type LoginTokens = TokenSet & { readonly claims: NonNullable<TokenSet["claims"]> };

/** Starts an authorization and lets the user log in and consent; stops where the application takes over. */
export async function startLogin(provider: TestProvider, login: ScenarioLogin): Promise<PendingLogin> {
  const { registered, options, parameters, user, jar, offline = true, fetchIt } = login;
  const scope: LoginScope = login.scope ?? (offline ? offlineScope : onlineScope);
  const { issuer, tolerate } = provider;
  const client = createClient({ issuer, client: registered, timeoutMs: 5000, tolerate, ...options });
  const { url, transaction } = await client.startAuthorization({ prompt: "consent", ...parameters, scope });
  const arrival = await walk(url, {
    until: transaction.redirectUri,
    ...(user === undefined ? {} : { user }),
    ...(jar === undefined ? {} : { jar }),
    ...(fetchIt === undefined ? {} : { fetchIt }),
  });
  if (arrival.kind === "page") throw new Error(`The login ended at a page (${arrival.status}):\n${arrival.text}`);
  const pending = { client, callbackUrl: arrival.url, transaction };
  return arrival.kind === "form" ? { ...pending, form: arrival.body } : pending;
}

/** Finishes a login that is pending. */
export function finishLogin(
  { client, callbackUrl, form, transaction }: PendingLogin,
  options?: FinishAuthorizationOptions,
): Promise<LoginTokens> {
  const callback = form === undefined ? callbackUrl : new Request(callbackUrl, { method: "POST", body: form });
  return client.finishAuthorization(callback, transaction, options);
}

/** A whole login. */
export async function completeLogin(
  provider: TestProvider,
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

const onlineScope = "openid profile email";
const offlineScope = "openid profile email offline_access";
