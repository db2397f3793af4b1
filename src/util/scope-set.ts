import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** Scope values as text with spaces between, as they travel, or one by one. */
export type ScopeInput = string | readonly string[];

/**
 * Parses a `scope` into its values, each once, in their order. `undefined` when the text breaks the grammar: values of visible ASCII without
 * `"` and `\`, one space between two; so the empty text, a tab or a space at the end are refused.
 * @see RFC 6749 §3.3
 */
export function parseScope(text: string): readonly string[] | undefined {
  const values = text.split(" ");
  return values.every(isScopeValue) ? unique(values) : undefined;
}

/**
 * Writes scope values as they travel, each once, in their order; no values give the empty text.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when a value breaks the grammar
 * @see RFC 6749 §3.3
 */
export function formatScope(values: readonly string[]): string {
  return requireValues(values).join(" ");
}

/**
 * Whether all wanted values were granted. Case counts, order does not. What was granted comes from others: if it breaks the grammar it
 * grants nothing. Wanting no value at all is granted always.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when a wanted value breaks the grammar
 * @see RFC 6749 §3.3
 */
export function includesScope(granted: ScopeInput, wanted: ScopeInput): boolean {
  const values = typeof granted === "string" ? (parseScope(granted) ?? []) : granted;
  return requireValues(wanted).every((value) => values.includes(value));
}

/**
 * The values of both, each once.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when a value breaks the grammar
 * @see RFC 6749 §3.3
 */
export function uniteScopes(first: ScopeInput, second: ScopeInput): readonly string[] {
  return unique([...requireValues(first), ...requireValues(second)]);
}

/**
 * The values of the first that the second lacks, for example those that were asked for and not granted.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when a value breaks the grammar
 * @see RFC 6749 §3.3
 */
export function subtractScopes(first: ScopeInput, second: ScopeInput): readonly string[] {
  const without = requireValues(second);
  return requireValues(first).filter((value) => !without.includes(value));
}

/** Whether a text is one scope value. */
function isScopeValue(text: string): boolean {
  return scopeValue.test(text);
}

function requireValues(scope: ScopeInput): readonly string[] {
  const values = typeof scope === "string" ? parseScope(scope) : scope;
  if (values?.every(isScopeValue)) return unique(values);
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: 'A scope must be values of visible ASCII characters without " and \\, with one space between two.',
    specification: specification("rfc6749", "3.3"),
    parameter: "scope",
  });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

const scopeValue = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
