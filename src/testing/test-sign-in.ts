import { ConfigurationError } from "../errors/families.ts";
import type { Provider } from "../provider/create-provider.ts";
import { signIn } from "../provider/testing/sign-in.ts";
import { parseUrl } from "../util/url.ts";
import type { TestAccount } from "./test-provider-options.ts";

/** Who signs in at a test provider, and what they say. */
export interface TestSignInOptions {
  /** `id` or `username` of an account. Default: the first one. */
  readonly as?: string | undefined;
  /** Default: the right one. */
  readonly password?: string | undefined;
  /** The answer when consent is asked for. Default `allow`. */
  readonly decision?: "allow" | "deny" | undefined;
  /** Cookies of a browser that goes on, by name; they are added to. Default: a browser that was never here. */
  readonly cookies?: Map<string, string> | undefined;
}

/**
 * Signs a person in at a test provider.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a URL that is not the provider's, an account that there is not, and a `deny` that nobody asked for
 */
export async function signInAs(
  accounts: readonly TestAccount[],
  provider: Pick<Provider, "issuer" | "fetch">,
  { as, authorizationUrl, ...options }: TestSignInOptions & { readonly authorizationUrl: string | URL },
): Promise<string> {
  if (parseUrl(String(authorizationUrl))?.href.startsWith(`${provider.issuer}/`) !== true)
    throw wrong(
      "authorizationUrl",
      `must be a URL of ${provider.issuer}`,
      "Give what startAuthorization gives as url.",
    );
  const account = as === undefined ? accounts[0] : accounts.find(({ id, username }) => id === as || username === as);
  const { username = as ?? "", password = "" } = account ?? {};
  const typed = { username, authorizationUrl, ...options, password: options.password ?? password };
  // A browser that is signed in already, and a wrong name with a password, need no account.
  const callback = await signIn(provider, typed).catch((cause: unknown) => {
    throw account === undefined && options.password === undefined ? noAccount(accounts, cause) : cause;
  });
  if (options.decision === "deny" && new URL(callback).searchParams.has("code"))
    throw wrong(
      "decision",
      "was not asked for: the client needs no consent",
      'Ask with prompt: "consent", or make the provider with firstPartyClients: [].',
    );
  return callback;
}

function noAccount(accounts: readonly TestAccount[], cause: unknown): ConfigurationError {
  const names = accounts.map(({ username }) => username);
  return wrong("as", "must name an account of the provider", `There are: ${names.join(", ")}.`, cause);
}

function wrong(parameter: string, rule: string, remedy: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    remedy,
    cause,
  });
}
