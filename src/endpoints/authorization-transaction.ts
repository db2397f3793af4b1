import { ConfigurationError } from "../errors/families.ts";

/**
 * What the client must remember between sending a user to the provider and receiving the answer. Plain JSON: keep it where only
 * this user's browser session can reach it, use it once, and never put it into a URL. It holds the PKCE code verifier.
 */
export interface AuthorizationTransaction<Scope extends string = string> {
  /** Issuer of the server that the user was sent to; the answer must come from it. */
  readonly issuer: string;
  readonly clientId: string;
  /** The redirect URI that was sent; repeated at the token endpoint. */
  readonly redirectUri: string;
  /** The scope that was asked for; `openid` in it makes an ID token required. */
  readonly scope: Scope;
  readonly state: string;
  /** Set when an ID token is expected. */
  readonly nonce?: string;
  readonly codeVerifier: string;
  /** The `response_type` that was asked for. Left out: `code`. */
  readonly responseType?: string;
  /** The `response_mode` that was asked for. Left out: the default of the response type. */
  readonly responseMode?: string;
  /** The `max_age` that was asked for, in seconds. */
  readonly maxAgeSeconds?: number;
  /** The user whom `claims` asked for. */
  readonly subject?: string;
  /** The authentication context classes that `claims` asked for as essential. */
  readonly acrValues?: readonly string[];
  /** Whether `claims` asked for `auth_time` as essential. */
  readonly requireAuthTime?: boolean;
  /** Thumbprint of the DPoP key that the code is for; it must be the client's when the code is redeemed. */
  readonly jkt?: string;
  /** Text of the application's own, kept for it and never sent. */
  readonly appState?: string;
  /** When the request was made, in milliseconds since 1970. */
  readonly createdAt: number;
}

/** Whether a space-delimited scope asks for an ID token. */
export function hasOpenidScope(scope: string): boolean {
  return scope.split(" ").includes("openid");
}

/**
 * Checks that a value is a transaction that came back from its storage whole. A member that got lost there would otherwise take a
 * check of the answer with it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 */
export function checkTransactionShape(transaction: AuthorizationTransaction): void {
  const isObject = typeof transaction === "object" && transaction !== null;
  const broken = isObject ? findBrokenMember(transaction) : "it is not an object";
  if (broken === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The transaction is not one that startAuthorization returned: ${isObject ? `${broken} is missing or of another type` : broken}.`,
    parameter: "transaction",
    remedy: "Store the transaction (not the url beside it) whole, as JSON, and pass it back parsed and unchanged.",
  });
}

function findBrokenMember(transaction: AuthorizationTransaction): string | undefined {
  const members = new Map<string, unknown>(Object.entries(transaction));
  const broken = Object.entries(memberTests).find(([name, isWhole]) => !isWhole(members.get(name)));
  if (broken !== undefined) return broken[0];
  return hasOpenidScope(transaction.scope) === (transaction.nonce !== undefined) ? undefined : "nonce";
}

function isNumber(value: unknown): boolean {
  return Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function orAbsent(isWhole: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || isWhole(value);
}

const mayBeText = /* @__PURE__ */ orAbsent(isText);

/** What each member must be. */
const memberTests: Readonly<Record<keyof AuthorizationTransaction, (value: unknown) => boolean>> = {
  issuer: isText,
  clientId: isText,
  redirectUri: isText,
  scope: isText,
  state: isText,
  codeVerifier: isText,
  createdAt: isNumber,
  nonce: mayBeText,
  maxAgeSeconds: /* @__PURE__ */ orAbsent((value) => isNumber(value) && Number(value) >= 0),
  responseType: mayBeText,
  responseMode: mayBeText,
  subject: mayBeText,
  jkt: mayBeText,
  appState: /* @__PURE__ */ orAbsent((value) => typeof value === "string"),
  acrValues: /* @__PURE__ */ orAbsent((value) => Array.isArray(value) && value.every(isText)),
  requireAuthTime: /* @__PURE__ */ orAbsent((value) => typeof value === "boolean"),
};
