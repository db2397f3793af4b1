import type { ResourceChallenge } from "../../generated/messages/resource-challenge.ts";
import { oauthErrors } from "../constants/oauth-errors.ts";
import type { DPoPNonces } from "../dpop/proof-nonce.ts";
import { buildChallenge } from "../endpoints/resource-challenge.ts";
import { type AuthError, isAuthError } from "../errors/auth-error.ts";
import { isInsufficientTokenError } from "./demands.ts";

/** The answer to a request whose token is not accepted. Fits `new Response(null, refusal)`. */
export interface Refusal {
  /** HTTP status: 400, 401 or 403; 500 or 503 where the token could not be judged. */
  readonly status: number;
  /** The error of the challenge; `undefined` where the request had no token, or the server failed. */
  readonly error: string | undefined;
  /** `WWW-Authenticate` and, for a nonce, `DPoP-Nonce`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What challenges of a resource say. */
export interface ChallengeSettings {
  /** Algorithms of proofs; `undefined` where the scheme DPoP is not known. */
  readonly dpopAlgorithms: readonly string[] | undefined;
  readonly nonces: DPoPNonces | undefined;
  readonly realm: string | undefined;
  readonly resourceMetadata: string | undefined;
}

/**
 * Turns the error of a verification into the answer to the request: the status, and challenges whose words are fixed, so that nothing of the token or of the server
 * shows.
 *
 * @see RFC 6750 §3
 * @see RFC 9449 §7.1
 * @see RFC 9470 §3
 */
export async function buildRefusal(settings: ChallengeSettings, caught: unknown): Promise<Refusal> {
  return (await explainRefusal(settings, caught)).refusal;
}

/** A refusal, and the words that its body has. */
export interface ExplainedRefusal {
  readonly refusal: Refusal;
  /** `undefined` where the challenge has none either. */
  readonly description: string | undefined;
}

/** Does what {@link buildRefusal} does, and tells the fixed description of the error. */
export async function explainRefusal(settings: ChallengeSettings, caught: unknown): Promise<ExplainedRefusal> {
  const verdict = judge(caught);
  if (verdict === undefined || verdict.status === 503)
    return { refusal: refusal(verdict?.status ?? 500), description: undefined };
  const { status, error, description, proofOnly = false } = verdict;
  const demand = isInsufficientTokenError(caught) ? caught.demand : {};
  const parameters = {
    realm: settings.realm,
    error,
    error_description: description,
    resource_metadata: settings.resourceMetadata,
    ...demand,
  };
  const field = writeChallenges(settings, parameters, proofOnly);
  const nonce = error === oauthErrors.useDpopNonce ? await settings.nonces?.issue() : undefined;
  const headers = { "WWW-Authenticate": field, ...(nonce === undefined ? {} : { "DPoP-Nonce": nonce }) };
  return { refusal: refusal(status, error, headers), description };
}

/**
 * Checks that challenges can be written, before one is due.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the parameter that cannot stand in a challenge
 */
export function checkChallenges({ realm, resourceMetadata }: ChallengeSettings): void {
  buildChallenge({ scheme: "Bearer", parameters: { realm, resource_metadata: resourceMetadata } });
}

function refusal(status: number, error?: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return Object.freeze({ status, error, headers: Object.freeze(headers) });
}

type Parameters = { readonly [Name in keyof ResourceChallenge]: ResourceChallenge[Name] | undefined };

/** A client may use either scheme, so both are told; an error of a proof concerns one of them. */
function writeChallenges({ dpopAlgorithms }: ChallengeSettings, parameters: Parameters, proofOnly: boolean): string {
  const dpop =
    dpopAlgorithms === undefined
      ? []
      : [buildChallenge({ scheme: "DPoP", parameters: { ...parameters, algs: dpopAlgorithms.join(" ") } })];
  const bearer = proofOnly && dpop.length > 0 ? [] : [buildChallenge({ scheme: "Bearer", parameters })];
  return [...bearer, ...dpop].join(", ");
}

interface Verdict {
  readonly status: 400 | 401 | 403 | 503;
  readonly error?: string;
  readonly description?: string;
  readonly proofOnly?: boolean;
}

/** `undefined` for what is no judgement about the request. */
function judge(caught: unknown): Verdict | undefined {
  if (!isAuthError(caught)) return undefined;
  // Metadata or keys of the issuer could not be had.
  if (caught.endpoint !== undefined || caught.family === "transport" || caught.family === "response")
    return { status: 503 };
  // The replay store is full, the one thing with such an option that speaks up during a request.
  if (caught.code === "ERR_CONFIGURATION_OPTION" && caught.parameter === "maxEntries") return { status: 503 };
  if (caught.family !== "verification" && caught.family !== "validation") return undefined;
  return listVerdicts().find(([code]) => code === caught.code)?.[1] ?? invalidToken(caught);
}

function invalidToken({ code }: AuthError): Verdict {
  const isExpired = code === "ERR_VERIFICATION_EXPIRED";
  const description = isExpired ? "The access token has expired." : "The access token is not accepted here.";
  return { status: 401, error: oauthErrors.invalidToken, description };
}

/** Not a constant: a table that reads another one cannot be dropped by bundlers. */
function listVerdicts(): readonly (readonly [code: AuthError["code"], verdict: Verdict])[] {
  const authenticateAgain: Verdict = {
    status: 401,
    error: oauthErrors.insufficientUserAuthentication,
    description: "The user must authenticate again.",
  };
  const description = "The request must have one access token, in its Authorization header.";
  return [
    ["ERR_VERIFICATION_TOKEN_MISSING", { status: 401 }],
    ["ERR_VALIDATION_RECEIVED_REQUEST", { status: 400, error: oauthErrors.invalidRequest, description }],
    [
      "ERR_VERIFICATION_SCOPE",
      { status: 403, error: oauthErrors.insufficientScope, description: "The access token grants too little." },
    ],
    ["ERR_VERIFICATION_ACR", authenticateAgain],
    ["ERR_VERIFICATION_AUTH_TIME", authenticateAgain],
    [
      "ERR_VERIFICATION_TOKEN_BINDING",
      { status: 401, error: oauthErrors.invalidToken, description: "Invalid key binding." },
    ],
    [
      "ERR_VERIFICATION_DPOP_PROOF",
      {
        status: 401,
        error: oauthErrors.invalidDpopProof,
        description: "The DPoP proof is missing, or not good for this request.",
        proofOnly: true,
      },
    ],
    [
      "ERR_VERIFICATION_DPOP_NONCE",
      {
        status: 401,
        error: oauthErrors.useDpopNonce,
        description: "The DPoP proof must have the nonce of this answer.",
        proofOnly: true,
      },
    ],
  ];
}
