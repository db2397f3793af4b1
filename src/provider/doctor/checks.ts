import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import { defaultLifetimes, type Lifetimes } from "../lifetimes.ts";
import type { ProviderOptions } from "../options.ts";
import { clientChecks } from "./client-checks.ts";
import type { DoctorCheck } from "./findings.ts";

/** All checks, the worst first. */
export const doctorChecks: readonly DoctorCheck[] = [
  {
    level: "error",
    code: "http-issuer",
    message: "The issuer is not served with TLS: everything that is sent to it can be read.",
    remedy: "Give an https URL; plain HTTP is for development on this machine.",
    option: "issuer",
    applies: ({ issuer }) => parseUrl(issuer)?.protocol !== "https:",
  },
  {
    level: "error",
    code: "memory-store",
    message:
      "All sessions, grants, accounts and keys are gone with the process, and two processes do not know of one another.",
    remedy: "Give a store: createSqliteStore or createPostgresStore of ts-identity-model/provider/sql.",
    option: "store",
    applies: ({ store }) => store === undefined,
  },
  {
    level: "error",
    code: "throttling-off",
    message: "Passwords, client secrets and user codes can be guessed at any speed.",
    remedy: "Leave throttling.isEnabled out; raise throttling.rules where they are too strict.",
    option: "throttling.isEnabled",
    applies: ({ throttling }) => throttling?.isEnabled === false,
  },
  {
    level: "error",
    code: "custom-random",
    message: "Secrets and tokens come from a generator of your own.",
    remedy: "Leave random out: the platform's cryptographic generator is used. The option is for tests.",
    option: "random",
    applies: ({ random }) => random !== undefined,
  },
  {
    level: "warning",
    code: "open-registration",
    message: "Anybody can register a client, and send your users its name and address.",
    remedy: 'Say access: "initial-access-token", or give a policy that refuses what is not wanted.',
    option: "registration.access",
    applies: ({ registration }) => registration?.access === "open" && registration.policy === undefined,
  },
  {
    level: "warning",
    code: "replay-in-memory",
    message: "Proofs and assertions that were used once can be used again after a restart, and at another process.",
    remedy: "Give a store that all processes share.",
    option: "store",
    applies: ({ store }) => store === undefined,
  },
  {
    level: "warning",
    code: "keys-unencrypted",
    message: "Whoever reads the store, or a backup of it, can sign tokens in the provider's name.",
    remedy: "Give keys.encryption a key of 32 random octets, or the functions of a key management service.",
    option: "keys.encryption",
    applies: ({ keys }) => keys?.encryption === undefined,
  },
  {
    level: "warning",
    code: "keys-never-rotated",
    message: "A signing key stays until somebody calls rotate.",
    remedy: "Leave keys.rotateAfterSeconds out: a key signs for 90 days.",
    option: "keys.rotateAfterSeconds",
    applies: ({ keys }) => keys?.rotateAfterSeconds === false,
  },
  {
    level: "warning",
    code: "pkce-relaxed",
    message:
      "Confidential clients may do without PKCE, and a code that was stolen can be injected into their sessions.",
    remedy: 'Say requirePkce: "always" as soon as no client needs less (RFC 9700 §2.1.1).',
    option: "requirePkce",
    applies: ({ requirePkce }) => requirePkce === "public-and-oauth",
  },
  {
    level: "warning",
    code: "code-replay-tolerated",
    message: "A code that is used twice leaves the tokens alive that were issued for it.",
    remedy: "Leave tokens.revokeOnCodeReplay out (RFC 6749 §4.1.2).",
    option: "tokens.revokeOnCodeReplay",
    applies: ({ tokens }) => tokens?.revokeOnCodeReplay === false,
  },
  {
    level: "warning",
    code: "long-lifetimes",
    message: "Something that was stolen stays good for longer than it has to:",
    remedy: "Stay below an hour for access tokens, a year for grants, 90 days for remembered sessions.",
    option: "lifetimes",
    applies: findLongLifetimes,
  },
  {
    level: "warning",
    code: "known-passwords",
    message: "New passwords are not compared with a list of known ones.",
    remedy: "Give accountRules.isBreachedPassword a function that asks such a list (NIST SP 800-63B).",
    option: "accountRules.isBreachedPassword",
    applies: (options) => keepsAccounts(options) && options.accountRules?.isBreachedPassword === undefined,
  },
  ...clientChecks,
  {
    level: "warning",
    code: "argon2-missing",
    message: "Passwords are hashed with scrypt, because @node-rs/argon2 is not installed.",
    remedy: "npm install @node-rs/argon2: passwords are hashed anew with it when they are used.",
    option: "accountRules.hasher",
    applies: (options, { hasArgon2 }) =>
      keepsAccounts(options) && !hasArgon2 && options.accountRules?.hasher === undefined,
  },
  {
    level: "warning",
    code: "no-listener",
    message: "Nobody is told of failed logins, replayed codes and errors.",
    remedy: "Give onEvent: for a log, or createProviderMetrics of ts-identity-model/provider/metrics.",
    option: "onEvent",
    applies: ({ onEvent }) => onEvent === undefined,
  },
  {
    level: "info",
    code: "trusted-proxies",
    message: "Throttling counts by network address: behind a proxy that is not trusted, all requests come from one.",
    remedy: "Give serveProvider the number of your proxies as trustedProxies, or an adapter the address of the client.",
    option: "serveProvider.trustedProxies",
    applies: ({ issuer }) => !isLoopbackHost(parseUrl(issuer)?.hostname ?? ""),
  },
  {
    level: "info",
    code: "certificate-header",
    message:
      "A certificate in a header field is believed of every request that does not come over a connection known to be direct.",
    remedy:
      "Let the proxy remove the field from what clients send; give serveProvider trustedProxies, or provider.handle isDirect where none stands before it.",
    option: "clientAuthentication.certificateHeader",
    applies: ({ clientAuthentication }) => clientAuthentication?.certificateHeader !== undefined,
  },
  {
    level: "info",
    code: "default-branding",
    message: "The pages show the host of the issuer in place of a name that people know.",
    remedy: "Give pages.name, and pages.footerLinks with the imprint and the privacy policy.",
    option: "pages.name",
    applies: ({ pages }) => pages?.name === undefined,
  },
];

/** The longest that nobody has to ask about, in seconds. */
const longest: Readonly<Partial<Record<keyof Lifetimes, number>>> = {
  authorizationCodeSeconds: 300,
  accessTokenSeconds: 3600,
  idTokenSeconds: 86_400,
  refreshTokenSeconds: 90 * 86_400,
  grantSeconds: 366 * 86_400,
  sessionSeconds: 7 * 86_400,
  rememberedSessionSeconds: 90 * 86_400,
};

function findLongLifetimes({ lifetimes = {}, tokens }: ProviderOptions): readonly string[] {
  const own = Object.entries({ ...defaultLifetimes, ...lifetimes }).filter(
    ([name, seconds = 0]) =>
      seconds > (Object.entries(longest).find(([each]) => each === name)?.[1] ?? Number.POSITIVE_INFINITY),
  );
  const resources = Object.entries(tokens?.resources ?? {}).filter(([, each]) => (each.accessTokenSeconds ?? 0) > 3600);
  const clients = Object.entries(tokens?.clients ?? {}).filter(([, each]) => (each.accessTokenSeconds ?? 0) > 3600);
  return [...own, ...resources, ...clients].map(([name]) => name);
}

/** Whether the provider keeps accounts itself. */
function keepsAccounts({ accounts = [] }: ProviderOptions): boolean {
  return Array.isArray(accounts) || "createAccount" in accounts;
}
