import { specification } from "../errors/specification.ts";
import type { TextProblem } from "./text-problem.ts";
import { parseUrl } from "./url.ts";

/**
 * Finds out why a text must not be used as a `resource`: it must be an absolute URI, of whatever scheme, without fragment; `undefined` when
 * it is.
 * @see RFC 8707 §2
 */
export function findResourceProblem(resource: string): TextProblem | undefined {
  if (resource.includes("#")) return problem("must not have a fragment");
  const isUri = absoluteUri.test(resource) && parseUrl(resource) !== undefined;
  return isUri ? undefined : problem("must be an absolute URI");
}

function problem(message: string): TextProblem {
  return { message, specification: specification("rfc8707", "2") };
}

const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;
