import { systemWait } from "../util/wait.ts";
import type { AccountSource } from "./accounts/account-source.ts";
import { checkWholeNumber } from "./check-whole-number.ts";
import { refuse } from "./http/refusal.ts";
import type { KeyOptions } from "./keys/key-options.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * Gives every function of the application that a request waits for a time limit: what hangs ends the request with 503, and not the others with it. What was begun is
 * not stopped; its late answer counts for nothing.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none
 */
export function limitHooks(options: ProviderOptions): ProviderOptions {
  const { hookTimeoutMs: timeoutMs = defaultTimeoutMs, ...given } = options;
  checkWholeNumber("hookTimeoutMs", timeoutMs, { least: 1 });
  const { consent, authentication, tokenExchange, registration, ciba, clientAuthentication, accounts, keys } = given;
  const limit = createLimiter(timeoutMs);
  return {
    ...given,
    ...(consent && { consent: limit("consent", consent) }),
    ...(authentication && { authentication: limit("authentication", authentication) }),
    ...(tokenExchange && { tokenExchange: limit("tokenExchange", tokenExchange) }),
    ...(accounts && isSource(accounts) && { accounts: limitAccounts(accounts, limit) }),
    ...(keys && { keys: limitKeys(keys, limit) }),
    ...(registration && {
      registration: {
        ...registration,
        policy: registration.policy && limit("registration.policy", registration.policy),
        verifySoftwareStatement:
          registration.verifySoftwareStatement &&
          limit("registration.verifySoftwareStatement", registration.verifySoftwareStatement),
      },
    }),
    ...(ciba && {
      ciba: {
        ...ciba,
        readLoginHintToken: ciba.readLoginHintToken && limit("ciba.readLoginHintToken", ciba.readLoginHintToken),
      },
    }),
    ...(clientAuthentication?.allowUrl && {
      clientAuthentication: {
        ...clientAuthentication,
        allowUrl: limit("clientAuthentication.allowUrl", clientAuthentication.allowUrl),
      },
    }),
  };
}

type Limiter = <Given extends readonly unknown[], T>(
  name: string,
  hook: (...given: Given) => T | Promise<T>,
) => (...given: Given) => Promise<T>;

function createLimiter(timeoutMs: number): Limiter {
  return (name, hook) =>
    async (...given) => {
      const controller = new AbortController();
      const late = systemWait(timeoutMs, controller.signal).then(() => {
        throw refuse("temporarily_unavailable", {
          description: "The server can't do this at the moment.",
          headers: { "Retry-After": "5" },
          reason: `${name} did not answer within ${timeoutMs} ms`,
          problem: "problem.unavailable",
        });
      });
      late.catch(() => undefined);
      try {
        return await Promise.race([hook(...given), late]);
      } finally {
        controller.abort();
      }
    };
}

function limitAccounts(accounts: AccountSource, limit: Limiter): AccountSource {
  const { verifyPassword, findByLogin, changePassword } = accounts;
  return {
    find: limit("accounts.find", (id: string) => accounts.find(id)),
    ...(verifyPassword && { verifyPassword: limit("accounts.verifyPassword", verifyPassword.bind(accounts)) }),
    ...(findByLogin && { findByLogin: limit("accounts.findByLogin", findByLogin.bind(accounts)) }),
    ...(changePassword && { changePassword: limit("accounts.changePassword", changePassword.bind(accounts)) }),
  };
}

function limitKeys(keys: KeyOptions, limit: Limiter): KeyOptions {
  const { signer } = keys;
  if (signer === undefined) return keys;
  const keysOf = limit("keys.signer.keys", () => signer.keys());
  return { ...keys, signer: { keys: keysOf, sign: limit("keys.signer.sign", (request) => signer.sign(request)) } };
}

/** Any other is told of when the accounts are made. */
function isSource(accounts: NonNullable<ProviderOptions["accounts"]>): accounts is AccountSource {
  return !Array.isArray(accounts) && "find" in accounts && typeof accounts.find === "function";
}

const defaultTimeoutMs = 10_000;
