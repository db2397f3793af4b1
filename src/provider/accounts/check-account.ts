import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import { specification } from "../../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../../errors/validation-error.ts";
import { checkMessage } from "../../schema/check.ts";
import { isRecord } from "../../schema/is-record.ts";
import { findSimilarName } from "../../util/similar-name.ts";
import { type AccountInput, isJsonValue } from "./account-input.ts";
import { normalizeLogin } from "./login-key.ts";
import { type AccountRules, findFormProblem, type PasswordProblem } from "./password-rules.ts";

/**
 * Checks an account that is to be created or changed, all of it at once; claims are held against the schema of UserInfo responses. What is fixed can't be
 * given either.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem
 * @see OpenID Connect Core §5.1
 */
export function checkAccount(
  input: unknown,
  rules: AccountRules,
  fixed: readonly string[] = [],
): asserts input is AccountInput {
  if (!isRecord(input)) throw broken([issue("", "must be an object")]);
  const { id, username, password, passwordHash, email, claims, ...rest } = input;
  const issues = [
    ...listUnknown(Object.keys(input), fixed),
    ...(id === undefined ? [] : checkId(id)),
    ...checkUsername(username, email),
    ...(password === undefined ? [] : checkPassword(password, rules)),
    ...(passwordHash === undefined ? [] : checkPasswordHash(passwordHash, password)),
    ...checkClaims(claims ?? {}, email),
    ...flags.filter((name) => rest[name] !== undefined && typeof rest[name] !== "boolean").map(notBoolean),
  ];
  if (issues.length > 0) throw broken(issues);
}

/** Makes the error of a password that is not accepted. */
export function badPassword(problem: PasswordProblem): ValidationError {
  return broken([issue("/password", passwordProblems[problem])]);
}

/** Makes the error of a hash that no login could ever verify; it never shows the hash. */
export function badPasswordHash(): ValidationError {
  return broken([issue("/passwordHash", unknownHash)]);
}

/** Makes the error of a name that somebody else has: what becomes status 409. */
export function taken(name: "id" | "username" | "email"): ValidationError {
  return takenBy([issue(`/${name}`, "is taken", { keyword: "unique" })]);
}

/**
 * Makes the error of an id that a client has: a token of the client would pass for one of the person.
 * @see RFC 9700 §4.15
 */
export function takenByClient(): ValidationError {
  return takenBy([issue("/id", "is the identifier of a client")]);
}

function takenBy(issues: readonly ValidationIssue[]): ValidationError {
  return new ValidationError("ERR_VALIDATION_TAKEN", { messageName: "AccountInput", issues });
}

function checkId(id: unknown): readonly ValidationIssue[] {
  const isGood = typeof id === "string" && /^[\x21-\x7e]{1,255}$/.test(id);
  return isGood ? [] : [issue("/id", "must be 1 to 255 ASCII characters without spaces", { section: "2" })];
}

function checkUsername(username: unknown, email: unknown): readonly ValidationIssue[] {
  if (typeof username !== "string" || !usernameGrammar.test(username.normalize("NFKC")))
    return [issue("/username", "must be 1 to 50 letters, digits or ASCII marks, without spaces")];
  const isOwnEmail = typeof email === "string" && normalizeLogin(email) === normalizeLogin(username);
  if (!normalizeLogin(username).includes("@") || isOwnEmail) return [];
  return [issue("/username", "must not have an @, unless it is the e-mail address: logins take either")];
}

function checkPassword(password: unknown, rules: AccountRules): readonly ValidationIssue[] {
  const problem = typeof password === "string" ? findFormProblem(password, rules) : "malformed";
  return problem === undefined ? [] : [issue("/password", passwordProblems[problem])];
}

function checkPasswordHash(hash: unknown, password: unknown): readonly ValidationIssue[] {
  if (password !== undefined) return [issue("/passwordHash", "must not be given together with password")];
  return typeof hash === "string" && hashGrammar.test(hash) ? [] : [issue("/passwordHash", unknownHash)];
}

function checkClaims(claims: unknown, email: unknown): readonly ValidationIssue[] {
  if (!isRecord(claims) || !isJsonValue(claims)) return [issue("/claims", "must be an object of JSON values")];
  const reserved = Object.keys(claims).filter((name) => reservedClaims.has(name));
  const withEmail = email === undefined || email === null ? claims : { ...claims, email };
  const checked = checkMessage(userinfoResponseSchema, { ...withEmail, sub: "-" });
  const found = checked.ok ? [] : checked.issues;
  return [
    ...reserved.map((name) => issue(`/claims/${name}`, "must not be set: the provider does")),
    ...found.map((each) => ({ ...each, pointer: each.pointer === "/email" ? each.pointer : `/claims${each.pointer}` })),
    ...(claims.zoneinfo === undefined || isTimeZone(claims.zoneinfo)
      ? []
      : [issue("/claims/zoneinfo", "must be a time zone of the IANA database", { section: "5.1" })]),
  ];
}

function isTimeZone(name: unknown): boolean {
  try {
    return typeof name === "string" && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function listUnknown(names: readonly string[], fixed: readonly string[]): readonly ValidationIssue[] {
  return names
    .filter((name) => !members.includes(name) || fixed.includes(name))
    .map((name) => {
      const meant = findSimilarName(name, members);
      const message =
        meant === undefined || meant === name ? "is not a member" : `is not a member; did you mean ${meant}?`;
      return issue(`/${name}`, message, { keyword: "additionalProperties" });
    });
}

function notBoolean(name: string): ValidationIssue {
  return issue(`/${name}`, "must be true or false", { keyword: "type" });
}

function issue(
  pointer: string,
  message: string,
  { keyword = "rule", section }: { readonly keyword?: string; readonly section?: "2" | "5.1" } = {},
): ValidationIssue {
  const rule = section === undefined ? undefined : cite(section);
  return { pointer, keyword, message, specification: rule, tolerances: [] };
}

function cite(section: "2" | "5.1"): ValidationIssue["specification"] {
  return section === "2" ? specification("oidc-core", "2") : specification("oidc-core", "5.1");
}

function broken(issues: readonly ValidationIssue[]): ValidationError {
  return new ValidationError("ERR_VALIDATION_REQUEST", { messageName: "AccountInput", issues });
}

const flags = ["isActive", "isVerified", "isAdmin", "requiresPasswordChange"];
const members = ["id", "username", "password", "passwordHash", "email", "claims", ...flags];
const unknownHash = "must be a PHC string of an algorithm that accountRules.hasher verifies";
const passwordProblems: Readonly<Record<PasswordProblem, string>> = {
  too_short: "is too short",
  too_long: "must not have more than 1024 octets",
  malformed: "must be text of Unicode characters",
  guessable: "is too easy to guess: on a list of known passwords, or the name itself",
};

/** Algorithm, and all else of it; the hasher knows more. */
const hashGrammar = /^\$[a-z0-9-]{1,32}\$[\x21-\x7e]{1,500}$/;

/** Letters, their marks, digits, and what ASCII prints: the characters of identifiers of RFC 8264. */
const usernameGrammar = /^[\p{L}\p{M}\p{N}\x21-\x7e]{1,50}$/u;

/** Claims that say who speaks, when, and about whom. No account sets them. */
const reservedClaims: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "sub",
  "iss",
  "aud",
  "exp",
  "iat",
  "nbf",
  "jti",
  "azp",
  "nonce",
  "acr",
  "amr",
  "auth_time",
  "at_hash",
  "c_hash",
  "s_hash",
  "sid",
  "cnf",
  "act",
  "may_act",
  "client_id",
  "scope",
  "authorization_details",
  "events",
  "email",
  "email_verified",
  "_claim_names",
  "_claim_sources",
]);
