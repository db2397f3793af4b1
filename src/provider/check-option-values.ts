import { ConfigurationError } from "../errors/families.ts";
import { isRecord } from "../schema/is-record.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * Checks what kind of value each option has, for callers without types: a text in place of a list would be searched for parts of it, and a function that is none
 * would fail at the first request.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and what it has to be
 */
export function checkOptionValues(options: ProviderOptions): void {
  for (const [name, value] of Object.entries(options)) if (value === null) throw wrong(name, notNull);
  for (const [path, kind] of Object.entries(kinds)) checkPath(options, { steps: path.split("."), kind: rules[kind] });
}

interface Way {
  readonly steps: readonly string[];
  readonly kind: Rule;
  /** How far it has been gone: `tokens.resources`. */
  readonly at?: string;
}

/** Goes down to an option and checks it; `*` is every member. What is left out needs no check. */
function checkPath(parent: object, { steps: [step = "", ...steps], kind, at = "" }: Way): void {
  const names = step === "*" ? Object.keys(parent) : [step.replace("!", "")];
  for (const name of names) {
    const value: unknown = Reflect.get(parent, name);
    const index = Array.isArray(parent) ? name : JSON.stringify(name);
    const reached = step === "*" ? `${at}[${index}]` : at === "" ? name : `${at}.${name}`;
    const isNeeded = step.endsWith("!") || (step === "*" && steps.length === 0);
    if (value === undefined && !isNeeded) continue;
    if (steps.length === 0) demand(reached, value, kind);
    else if (typeof value === "object" && value !== null) checkPath(value, { steps, kind, at: reached });
  }
}

function demand(parameter: string, value: unknown, rule: Rule): void {
  if (!rule.fits(value)) throw wrong(parameter, value === null ? notNull : rule);
}

function wrong(parameter: string, { problem, remedy }: Omit<Rule, "fits">): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${problem}.`, parameter, remedy });
}

interface Rule {
  readonly fits: (value: unknown) => boolean;
  /** Ready to follow the name of the option. */
  readonly problem: string;
  readonly remedy: string;
}

const notNull = { problem: "must not be null", remedy: "Leave it out, or give undefined, for the default." };

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isFunction = (value: unknown): boolean => typeof value === "function";
const isListOf = (value: unknown, fits: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits);
/** RFC 6749 §3.3; spaces stand between. */
const isWord = (value: unknown): boolean => typeof value === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value);

const rules = {
  function: {
    fits: isFunction,
    problem: "must be a function",
    remedy: "Give a function, or leave the option out.",
  },
  flag: {
    fits: (value) => typeof value === "boolean",
    problem: "must be true or false",
    remedy: "Write true or false without quotation marks.",
  },
  text: { fits: isText, problem: "must be text that is not empty", remedy: "Give a string." },
  texts: {
    fits: (value) => isListOf(value, isText),
    problem: "must be a list of texts that are not empty",
    remedy: 'Write a list, also around one value: ["value"].',
  },
  words: {
    fits: (value) => isListOf(value, isWord),
    problem: "must be a list of words, each of printable ASCII without spaces, quotation marks and backslashes",
    remedy: 'Write each on its own: ["openid", "profile"].',
  },
  list: {
    fits: (value) => isListOf(value, isRecord),
    problem: "must be a list of objects",
    remedy: "Write a list, also around one object: [{ … }].",
  },
  object: {
    fits: isRecord,
    problem: "must be an object",
    remedy: "Write { name: value }, or leave the option out.",
  },
  count: {
    fits: (value) => Number.isSafeInteger(value) && Number(value) > 0,
    problem: "must be a whole number above zero",
    remedy: "Give a number, not a text.",
  },
  check: {
    fits: (value) => isFunction(value) || (typeof value === "object" && value !== null && "~standard" in value),
    problem: "must be a function or a Standard Schema",
    remedy: "Give a function that tells what is wrong with a detail, or the schema of a validation library.",
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** What the options are, by their paths. `*` stands for every member, `!` for one that may not be left out. Numbers and names have their checks where they are read. */
const kinds: Readonly<Record<string, keyof typeof rules>> = {
  clients: "list",
  "clients.*.client_secret": "text",
  scopes: "words",
  firstPartyClients: "texts",
  acrValues: "words",
  consent: "function",
  authentication: "function",
  tokenExchange: "function",
  onEvent: "function",
  fetch: "function",
  clock: "function",
  random: "function",
  authorizationDetails: "object",
  "authorizationDetails.*": "check",
  "accounts.verifyPassword": "function",
  "accounts.findByLogin": "function",
  "accounts.changePassword": "function",
  "accountRules.requireVerified": "flag",
  "accountRules.minPasswordLength": "count",
  "accountRules.isBreachedPassword": "function",
  "accountRules.hasher.hash!": "function",
  "accountRules.hasher.verify!": "function",
  "clientAuthentication.methods": "texts",
  "clientAuthentication.certificateHeader": "text",
  "clientAuthentication.certificateOrigin": "text",
  "clientAuthentication.isProxyVerifyingCertificates": "flag",
  "clientAuthentication.allowUrl": "function",
  "clientAuthentication.requireAssertionType": "flag",
  "throttling.isEnabled": "flag",
  "tokens.resources": "object",
  "tokens.resources.*": "object",
  "tokens.resources.*.scopes": "words",
  "tokens.resources.*.introspectionClients": "texts",
  "tokens.clients": "object",
  "tokens.clients.*": "object",
  "tokens.defaultResource": "text",
  "tokens.revokeOnCodeReplay": "flag",
  "ciba.readLoginHintToken": "function",
  "idTokens.claimsByScope": "object",
  "idTokens.claimsByScope.*": "texts",
  "idTokens.secondsByClient": "object",
  "cors.originsByClient": "object",
  "cors.originsByClient.*": "texts",
  "keys.algorithms": "texts",
  "keys.initialKeys": "list",
  "keys.encryption": "object",
  "keys.encryption.seal": "function",
  "keys.encryption.open": "function",
  "keys.signer.keys!": "function",
  "keys.signer.sign!": "function",
  "pages.showClientLogos": "flag",
  "pages.theme.css": "text",
  "pages.theme.fontFamily": "text",
  "pages.footerLinks": "list",
  "pages.messages": "object",
  "pages.messages.*": "object",
  "registration.policy": "function",
  "registration.verifySoftwareStatement": "function",
  "registration.scopes": "words",
  "registration.clientSecretSeconds": "count",
};
