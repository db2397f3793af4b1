import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** What ID tokens and userinfo answers say. */
export interface IdTokenOptions {
  /**
   * Where the claims go that scopes stand for: to the userinfo endpoint alone, or into the ID token as well, for clients that never ask there. What the parameter
   * `claims` asks for goes where it says. Default `userinfo`.
   */
  readonly claims?: "userinfo" | "id_token" | undefined;
  /** How long the ID tokens of a client live, in seconds, by its `client_id`; 30 to 86400. Default: `lifetimes.idTokenSeconds`. */
  readonly secondsByClient?: Readonly<Record<string, number>> | undefined;
  /** Claims of your own by the scope that stands for them, besides those of OpenID Connect: `{ staff: ["department"] }`. */
  readonly claimsByScope?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** The same, with nothing left open. */
export interface SetIdTokenOptions {
  readonly claims: "userinfo" | "id_token";
  readonly secondsByClient: ReadonlyMap<string, number>;
  /** Names of claims by scope, the standard ones included. */
  readonly claimsByScope: ReadonlyMap<string, readonly string[]>;
}

/**
 * Checks the options for ID tokens and fills in what is left open.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function readIdTokenOptions(options: IdTokenOptions = {}): SetIdTokenOptions {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "idTokens" });
  const { claims = "userinfo", secondsByClient = {}, claimsByScope = {} } = options;
  if (claims !== "userinfo" && claims !== "id_token") throw wrong("claims", 'must be "userinfo" or "id_token"', "5.4");
  for (const seconds of Object.values(secondsByClient))
    if (!Number.isInteger(seconds) || seconds < 30 || seconds > 86_400)
      throw wrong("secondsByClient", "must have whole seconds from 30 to 86400", "2");
  for (const names of Object.values(claimsByScope)) {
    const reserved = names.find((name) => protocolClaims.includes(name));
    if (reserved !== undefined)
      throw wrong("claimsByScope", `must not have ${reserved}, which is the protocol's`, "5.4");
  }
  const standard = new Map(Object.entries(standardClaims));
  const own = Object.entries(claimsByScope).map(
    ([scope, names]) => [scope, [...new Set([...(standard.get(scope) ?? []), ...names])]] as const,
  );
  return Object.freeze({
    claims,
    secondsByClient: new Map(Object.entries(secondsByClient)),
    claimsByScope: new Map([...standard, ...own]),
  });
}

function wrong(name: string, rule: string, section: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `idTokens.${name} ${rule}.`,
    parameter: `idTokens.${name}`,
    specification: specification("oidc-core", section),
  });
}

/** Claims that say what a token is, or for whom; no account may set them. */
const protocolClaims: readonly string[] = [
  "iss",
  "sub",
  "aud",
  "exp",
  "iat",
  "nbf",
  "jti",
  "nonce",
  "auth_time",
  "acr",
  "amr",
  "azp",
  "sid",
  "at_hash",
  "c_hash",
  "s_hash",
  "cnf",
  "scope",
  "client_id",
  "events",
  "act",
];

/**
 * What the scopes of OpenID Connect stand for.
 * @see OpenID Connect Core §5.4
 */
const standardClaims: Readonly<Record<string, readonly string[]>> = {
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number", "phone_number_verified"],
};

const optionNames: OptionNames<IdTokenOptions> = { claims: true, secondsByClient: true, claimsByScope: true };
