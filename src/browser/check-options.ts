import { ConfigurationError } from "../errors/families.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import type { BrowserClientOptions, BrowserClientRegistration, SilentSignInOptions } from "./options.ts";

/**
 * Checks the options of a browser client for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkBrowserOptions(options: BrowserClientOptions): void {
  checkOptionNames(options, optionNames, { of: "createBrowserClient" });
  const { issuer, client, storage = "memory", allowedOrigins = [], silentSignIn } = options;
  if (!isSecure(issuer)) throw wrong("issuer", "must be an https URL");
  checkOptionNames(client, registrationNames, { of: "createBrowserClient", at: "client" });
  checkRegistration(client);
  if (storage !== "memory" && storage !== "session" && typeof storage?.read !== "function") {
    throw wrong("storage", "must be memory, session, or have read(), write(session) and remove()");
  }
  for (const origin of allowedOrigins) {
    if (!isSecure(origin) || parseUrl(origin)?.origin !== origin) {
      throw wrong("allowedOrigins", "must be origins such as https://api.example.com, without a path");
    }
  }
  const { renewBeforeSeconds = 60 } = options;
  if (!Number.isFinite(renewBeforeSeconds) || renewBeforeSeconds < 0) {
    throw wrong("renewBeforeSeconds", "must be a number of seconds, 0 or more");
  }
  if (silentSignIn === undefined) return;
  checkOptionNames(silentSignIn, silentNames, { of: "createBrowserClient", at: "silentSignIn" });
  if (silentSignIn.redirectUri !== undefined && !client.redirect_uris.includes(silentSignIn.redirectUri)) {
    throw wrong("silentSignIn.redirectUri", "must be one of client.redirect_uris");
  }
}

function checkRegistration(client: BrowserClientRegistration): void {
  const { client_id, redirect_uris, post_logout_redirect_uris = [] } = client;
  const algorithm = client.id_token_signed_response_alg;
  if (typeof client_id !== "string" || client_id === "") {
    throw wrong("client.client_id", "must be text that is not empty");
  }
  if (!Array.isArray(redirect_uris) || redirect_uris.length === 0 || !redirect_uris.every(isSecure)) {
    throw wrong("client.redirect_uris", "must be https URLs, one at least");
  }
  if (!Array.isArray(post_logout_redirect_uris) || !post_logout_redirect_uris.every(isSecure)) {
    throw wrong("client.post_logout_redirect_uris", "must be https URLs");
  }
  if (algorithm !== undefined && findJwsAlgorithm(String(algorithm))?.asymmetric !== true) {
    throw wrong("client.id_token_signed_response_alg", "must be an asymmetric signature algorithm");
  }
}

function isSecure(value: unknown): boolean {
  const url = typeof value === "string" ? parseUrl(value) : undefined;
  return url !== undefined && isSecureUrl(url);
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<BrowserClientOptions> = {
  issuer: true,
  client: true,
  dpop: true,
  storage: true,
  allowedOrigins: true,
  silentSignIn: true,
  pushing: true,
  renewBeforeSeconds: true,
  clockToleranceSeconds: true,
  onEvent: true,
  window: true,
  clock: true,
  random: true,
  fetch: true,
  timeoutMs: true,
};
const registrationNames: OptionNames<BrowserClientRegistration> = {
  client_id: true,
  redirect_uris: true,
  post_logout_redirect_uris: true,
  scope: true,
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: true,
};
const silentNames: OptionNames<SilentSignInOptions> = { redirectUri: true, timeoutMs: true };
