import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import type { LoginParameter, RelyingPartyOptions } from "./options.ts";
import { isOwnPath, readReturnTo } from "./return-to.ts";
import type { Settings } from "./settings.ts";

/**
 * Checks the options of a relying party and gives them with their defaults.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong
 */
export function readSettings(options: RelyingPartyOptions): Settings {
  checkOptionNames(options, optionNames, { of: "createRelyingParty" });
  const { basePath = "/auth", name = "rp", csrfHeader = "x-csrf", afterLogout = "/", allowedOrigins = [] } = options;
  const { authorization = {}, responseMode, sessionSameSite = "lax", allowedLoginParameters = [] } = options;
  const { userinfo = false } = options;
  const url = readBaseUrl(options.baseUrl);
  const texts = { basePath, name, csrfHeader, afterLogout, allowedOrigins, allowedLoginParameters };
  checkTexts({ ...texts, authorization, responseMode, sessionSameSite });
  checkSessions(options);
  const isClaims = Array.isArray(userinfo) && userinfo.every((name) => typeof name === "string");
  requireThat(typeof userinfo === "boolean" || isClaims, "userinfo", "must be true, false or a list of claims");
  const port = url.port === "" ? "" : `_${url.port}`;
  return Object.freeze<Settings>({
    ...readNumbers(options),
    baseUrl: url.origin,
    basePath,
    isHttps: url.protocol === "https:",
    cookieBase: `${name}${port}${basePath.replaceAll("/", ".")}`,
    redirectUri: `${url.origin}${basePath}/callback`,
    postLogoutRedirectUri: `${url.origin}${basePath}/logout/callback`,
    csrfHeader,
    afterLogout: readReturnTo(afterLogout),
    allowedOrigins,
    allowedLoginParameters,
    authorization,
    responseMode,
    sessionSameSite,
    userinfo,
  });
}

type CheckedTexts = Pick<
  Settings,
  | "basePath"
  | "csrfHeader"
  | "afterLogout"
  | "allowedOrigins"
  | "allowedLoginParameters"
  | "authorization"
  | "responseMode"
  | "sessionSameSite"
> & { readonly name: string };

function checkTexts(texts: CheckedTexts): void {
  const { basePath, name, csrfHeader, afterLogout, allowedOrigins } = texts;
  const { allowedLoginParameters, authorization, responseMode, sessionSameSite } = texts;
  requireThat(
    /^(?:\/[A-Za-z0-9_-]+)+$/.test(basePath),
    "basePath",
    "must be a path such as /auth, of letters, digits, - and _",
  );
  requireThat(/^[A-Za-z0-9-]{1,40}$/.test(name), "name", "must be 1 to 40 letters, digits and hyphens");
  requireThat(/^[A-Za-z0-9-]{1,60}$/.test(csrfHeader), "csrfHeader", "must be the name of a header field");
  requireThat(isOwnPath(afterLogout), "afterLogout", "must be a path of the application");
  for (const origin of allowedOrigins) {
    requireThat(
      parseUrl(origin)?.origin === origin,
      "allowedOrigins",
      "must be origins such as https://api.example.com",
    );
  }
  requireThat(["lax", "none"].includes(sessionSameSite), "sessionSameSite", "must be lax or none");
  for (const parameter of allowedLoginParameters) {
    requireThat(
      loginParameters.includes(parameter),
      "allowedLoginParameters",
      `must be of ${loginParameters.join(", ")}`,
    );
  }
  requireThat(
    responseModes.includes(responseMode),
    "responseMode",
    "must be query, form_post, jwt, query.jwt or form_post.jwt",
  );
  const hasOpenid = (authorization.scope ?? "openid").split(" ").includes("openid");
  requireThat(hasOpenid, "authorization.scope", "must have openid: without an ID token nobody is signed in");
}

/**
 * The secrets, the current one first.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for one that is too short to be a secret
 */
export function readSecrets(given: RelyingPartyOptions["secrets"]): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(given) ? given : [given];
  const texts = secrets.filter((secret) => typeof secret === "string").filter((secret) => secret.length >= 32);
  requireThat(
    texts.length > 0 && texts.length === secrets.length,
    "secrets",
    "must be random texts of 32 characters or more",
  );
  return texts;
}

function readBaseUrl(baseUrl: string): URL {
  const url = typeof baseUrl === "string" ? parseUrl(baseUrl) : undefined;
  if (url !== undefined && isSecureUrl(url) && [url.origin, `${url.origin}/`].includes(baseUrl)) return url;
  throw wrong(
    "baseUrl",
    "must be an origin such as https://app.example.com; http only on a loopback host, and no path",
  );
}

type NumberName = keyof typeof bounds;

function readNumbers(options: RelyingPartyOptions): Readonly<Record<NumberName, number>> {
  const read = (name: NumberName): number => {
    const { standard, least, most } = bounds[name];
    const value = options[name] ?? standard;
    requireThat(
      Number.isSafeInteger(value) && value >= least && value <= most,
      name,
      `must be a whole number, ${least} to ${most}`,
    );
    return value;
  };
  return {
    maxLogins: read("maxLogins"),
    loginLifetimeSeconds: read("loginLifetimeSeconds"),
    idleSeconds: read("idleSeconds"),
    absoluteSeconds: read("absoluteSeconds"),
    renewBeforeSeconds: read("renewBeforeSeconds"),
    maxCookieChunks: read("maxCookieChunks"),
  };
}

function checkSessions({ sessions = "cookie", revocations }: RelyingPartyOptions): void {
  requireThat(sessions === "cookie" || isStore(sessions), "sessions", 'must be "cookie" or a shared store');
  requireThat(revocations === undefined || isStore(revocations), "revocations", "must be a shared store");
  requireThat(
    revocations === undefined || sessions === "cookie",
    "revocations",
    "is for sessions in cookies: a store of sessions needs none",
  );
}

function isStore(value: unknown): boolean {
  const { read, write, remove, acquire }: Readonly<Record<string, unknown>> = { ...Object(value) };
  return [read, write, remove, acquire].every((member) => typeof member === "function");
}

function requireThat(isFulfilled: boolean, parameter: string, rule: string): void {
  if (!isFulfilled) throw wrong(parameter, rule);
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const year = 31_536_000;

/** Of options that are numbers: what they are when left out, and what they may be. */
const bounds = {
  maxLogins: { standard: 4, least: 1, most: 10 },
  loginLifetimeSeconds: { standard: 1800, least: 600, most: 3600 },
  idleSeconds: { standard: 86_400, least: 60, most: year },
  absoluteSeconds: { standard: 604_800, least: 60, most: year },
  renewBeforeSeconds: { standard: 60, least: 0, most: 3600 },
  maxCookieChunks: { standard: 3, least: 1, most: 5 },
} as const;

const responseModes: readonly unknown[] = [undefined, "query", "form_post", "jwt", "query.jwt", "form_post.jwt"];
const loginParameters: readonly LoginParameter[] = [
  "prompt",
  "login_hint",
  "acr_values",
  "max_age",
  "scope",
  "ui_locales",
];

const optionNames: OptionNames<RelyingPartyOptions> = {
  client: true,
  secrets: true,
  baseUrl: true,
  basePath: true,
  sessions: true,
  revocations: true,
  name: true,
  authorization: true,
  responseMode: true,
  allowedLoginParameters: true,
  maxLogins: true,
  loginLifetimeSeconds: true,
  idleSeconds: true,
  absoluteSeconds: true,
  renewBeforeSeconds: true,
  sessionSameSite: true,
  maxCookieChunks: true,
  csrfHeader: true,
  userinfo: true,
  sessionClaims: true,
  allowedOrigins: true,
  afterLogout: true,
  onError: true,
  onEvent: true,
  clock: true,
  random: true,
};
