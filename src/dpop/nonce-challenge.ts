import { headerFields } from "../constants/header-fields.ts";
import { oauthErrors } from "../constants/oauth-errors.ts";
import { OAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { parseChallenges } from "../util/header-field.ts";
import { parseJson } from "../util/json.ts";
import { readTextMember } from "../util/json-member.ts";
import type { DPoPAnswer } from "./dpop.ts";

/**
 * Whether an answer demands a proof with a nonce: 400 with the error as JSON, from an authorization server (401 too, which some send), or
 * 401 with a `DPoP` challenge, from a resource.
 * @see RFC 9449 §8
 * @see RFC 9449 §9
 */
export function demandsNonce(answer: DPoPAnswer): boolean {
  return findDemand(answer) !== undefined;
}

/**
 * What becomes of a demand that cannot be met: an answer that has been read is the server's error, another one is the caller's to read.
 * @param nonce - the nonce that came with the demand
 * @throws OAuthError `use_dpop_nonce`
 */
export function unmetDemand<Answer extends DPoPAnswer>(answer: Answer, nonce: string | undefined): Answer {
  const found = typeof answer.text === "string" ? findDemand(answer) : undefined;
  if (found === undefined) return answer;
  const description = readTextMember(found.parameters, "error_description");
  const body = {
    error: oauthErrors.useDpopNonce,
    ...(description === undefined ? {} : { error_description: description }),
  };
  throw new OAuthError(found.isChallenge ? "ERR_OAUTH_CHALLENGE" : "ERR_OAUTH_RESPONSE", {
    body,
    status: answer.status,
    endpoint: answer.endpoint,
    challenges: found.isChallenge ? [{ scheme, parameters: body }] : [],
    specification: specification("rfc9449", "8"),
    remedy:
      nonce === undefined
        ? "The server demands a DPoP nonce and sent none that may be used; its operator must mend that."
        : "The server demands a DPoP nonce and refused the one it had sent; its operator must mend that.",
  });
}

interface Demand {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly isChallenge: boolean;
}

function findDemand({ status, headers, text }: DPoPAnswer): Demand | undefined {
  if (status !== 400 && status !== 401) return undefined;
  const error = oauthErrors.useDpopNonce;
  if (typeof text === "string" && text.includes(error)) {
    const parsed = parseJson(text);
    const parameters = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
    if (parameters.error === error) return { parameters, isChallenge: false };
  }
  const field = status === 401 ? headers.get(headerFields.wwwAuthenticate) : null;
  const challenges = field === null ? [] : parseChallenges(field);
  const challenge = challenges.find((one) => one.scheme === scheme && one.parameters.error === error);
  return challenge === undefined ? undefined : { parameters: challenge.parameters, isChallenge: true };
}

const scheme = "dpop";
