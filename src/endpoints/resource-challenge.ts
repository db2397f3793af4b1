import { type ResourceChallenge, resourceChallengeSchema } from "../../generated/messages/resource-challenge.ts";
import { oauthErrors } from "../constants/oauth-errors.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { AuthenticationChallenge } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { readChallenges } from "../exchange/challenge.ts";
import { checkMessage } from "../schema/check.ts";
import { parseScope, uniteScopes } from "../util/scope-set.ts";

/** What a resource demands before it answers, and what can be done about it. */
export interface ResourceDemand {
  /**
   * `token`: no token was sent, or one that is not accepted; get another. `scope`: the token grants too little. `authentication`: the
   * user must log in again or better. `nonce`: send the proof again with the nonce of the answer. `request`: the request itself is wrong, as is `other`.
   */
  readonly need: "token" | "scope" | "authentication" | "nonce" | "request" | "other";
  /** The challenge that says so; members that break their specification are left out of it. */
  readonly challenge: AuthenticationChallenge;
}

/**
 * Reads what a resource demands from the challenges of its answer. A `DPoP` challenge goes before a `Bearer` one, a challenge with an
 * error before one without. What is malformed is left out, never believed: the answer has failed already.
 * @returns `undefined` where the answer has no challenge of OAuth
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no answer
 * @see RFC 6750 §3
 * @see RFC 9470 §3
 * @see RFC 9449 §7.1
 */
export function readResourceChallenge(answer: { readonly headers: Headers }): ResourceDemand | undefined {
  const headers = answer?.headers;
  if (typeof headers?.get !== "function") {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "readResourceChallenge takes the answer of a resource: an object with headers, such as a Response.",
      parameter: "answer",
    });
  }
  const [challenge] = readChallenges(headers)
    .filter(({ scheme }) => schemes.includes(scheme))
    .map(withoutMalformed)
    .sort((one, other) => rank(one) - rank(other));
  return challenge === undefined ? undefined : Object.freeze({ need: needOf(challenge), challenge });
}

/** What a new authorization asks for because of a challenge; fits `startAuthorization`. */
export type StepUpParameters = Pick<ResourceChallenge, "acr_values" | "max_age" | "scope">;

/** What was known before the challenge came. */
export interface StepUpOptions {
  /** The scope of the token that was not enough. The new authorization asks for it too, so that nothing gets lost. */
  readonly scope?: string | undefined;
}

/**
 * Turns a challenge into parameters of a new authorization: `acr_values` and `max_age` where the user must authenticate again, and the scope of the
 * challenge together with the one before. Limit how often you follow the same challenge: a resource that is never content would loop.
 * @returns `undefined` where a new authorization would not help
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a `scope` of yours that breaks the grammar
 * @see RFC 9470 §4
 * @see RFC 6750 §3.1
 */
export function stepUpParameters(demand: ResourceDemand, options: StepUpOptions = {}): StepUpParameters | undefined {
  const { need, challenge } = demand;
  if (need !== "scope" && need !== "authentication") return undefined;
  const { acr_values, max_age, scope } = challenge.parameters;
  const demanded = scope === undefined ? [] : (parseScope(scope) ?? []);
  const united = uniteScopes(options.scope === undefined ? [] : options.scope, demanded).join(" ");
  return Object.freeze({
    ...(need === "authentication" && acr_values !== undefined ? { acr_values } : {}),
    ...(need === "authentication" && max_age !== undefined ? { max_age } : {}),
    ...(united === "" ? {} : { scope: united }),
  });
}

/**
 * Builds one challenge for the `WWW-Authenticate` field of a resource. Every value is quoted; several challenges are joined with `, `.
 * @param challenge - the scheme (`Bearer` or `DPoP`) and its parameters; those that are `undefined` are left out
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the parameter that breaks its specification or cannot be quoted: a line break would start a header field of its own
 * @see RFC 6750 §3
 * @see RFC 9728 §5.1
 */
export function buildChallenge({ scheme, parameters }: ChallengeToBuild): string {
  const present = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const checked = checkMessage(resourceChallengeSchema, Object.fromEntries(present));
  const issue = checked.ok ? undefined : checked.issues[0];
  if (issue !== undefined) throw unfit(issue.pointer.slice(1), issue.message);
  if (!schemes.includes(scheme.toLowerCase())) throw unfit("scheme", "must be Bearer or DPoP");
  const written = present.map(([name, value]) => `${name}=${quote(name, value)}`);
  return written.length === 0 ? scheme : `${scheme} ${written.join(", ")}`;
}

/** A challenge before it is written. */
export interface ChallengeToBuild {
  readonly scheme: "Bearer" | "DPoP";
  readonly parameters: { readonly [Name in keyof ResourceChallenge]: ResourceChallenge[Name] | undefined };
}

function quote(name: string, value: unknown): string {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw unfit("parameters", "has a name that is not a token");
  if (typeof value !== "string" && typeof value !== "number") throw unfit(name, "must be text or a number");
  const text = String(value);
  if (!/^[\x20-\x7e]*$/.test(text)) throw unfit(name, "must be of visible ASCII characters and spaces");
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function unfit(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter === "scheme" ? "scheme" : `parameter ${parameter}`} of a challenge ${rule}.`,
    parameter,
    specification: specification("rfc6750", "3"),
  });
}

function withoutMalformed(challenge: AuthenticationChallenge): AuthenticationChallenge {
  const checked = checkMessage(resourceChallengeSchema, challenge.parameters);
  if (checked.ok) return challenge;
  const odd = checked.issues.map(({ pointer }) => pointer.slice(1));
  const parameters = Object.fromEntries(Object.entries(challenge.parameters).filter(([name]) => !odd.includes(name)));
  return Object.freeze({ ...challenge, parameters: Object.freeze(parameters) });
}

function rank({ scheme, parameters }: AuthenticationChallenge): number {
  return (parameters.error === undefined ? 2 : 0) + (scheme === dpop ? 0 : 1);
}

function needOf({ parameters: { error } }: AuthenticationChallenge): ResourceDemand["need"] {
  if (error === undefined) return "token";
  return listNeeds().find(([code]) => code === error)?.[1] ?? "other";
}

/** Not a constant: a table that reads another one cannot be dropped by bundlers. */
function listNeeds(): readonly (readonly [error: string, need: ResourceDemand["need"]])[] {
  return [
    [oauthErrors.invalidToken, "token"],
    [oauthErrors.insufficientScope, "scope"],
    [oauthErrors.insufficientUserAuthentication, "authentication"],
    [oauthErrors.useDpopNonce, "nonce"],
    [oauthErrors.invalidRequest, "request"],
    [oauthErrors.invalidDpopProof, "request"],
  ];
}

const dpop = "dpop";

/** Schemes of OAuth, in lower case. */
const schemes: readonly string[] = ["bearer", dpop];
