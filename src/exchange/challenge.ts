import type { ResourceChallenge } from "../../generated/messages/resource-challenge.ts";
import type { TokenError } from "../../generated/messages/token-error.ts";
import type { AuthenticationChallenge } from "../errors/oauth-error.ts";
import { concealTexts } from "../http/conceal.ts";
import { parseChallenges } from "../util/header-field.ts";

/**
 * Reads the challenges of a `WWW-Authenticate` field. Text that fits no grammar is read as far as it goes, never refused:
 * the field only explains an answer that has failed already.
 * @see RFC 6750 §3
 */
export function readChallenges(
  headers: Headers,
  conceal?: (text: string) => string,
): readonly AuthenticationChallenge[] {
  const field = headers.get("www-authenticate");
  if (field === null) return [];
  // What is quoted may be escaped, so the values are looked at as they were meant.
  return concealTexts(parseChallenges(field), conceal).map(({ scheme, parameters, token68 }) =>
    Object.freeze({ scheme, parameters: decode(parameters), ...(token68 === undefined ? {} : { token68 }) }),
  );
}

/** The first error that challenges tell, with its words. */
export function readChallengeError(challenges: readonly AuthenticationChallenge[]): TokenError | undefined {
  const said = challenges.find(({ parameters }) => parameters.error)?.parameters;
  if (said?.error === undefined) return undefined;
  const { error, error_description, error_uri } = said;
  return {
    error,
    ...(error_description === undefined ? {} : { error_description }),
    ...(error_uri === undefined ? {} : { error_uri }),
  };
}

/** Of the members that RFC 9470 and the others define, `max_age` alone is a number. */
function decode(parameters: Readonly<Record<string, string>>): ResourceChallenge {
  const entries = Object.entries(parameters).map(([name, value]): readonly [string, string | number] => {
    const digits = name === "max_age" && /^[0-9]{1,15}$/.test(value);
    return [name, digits ? Number(value) : value];
  });
  return Object.freeze(Object.fromEntries(entries));
}
