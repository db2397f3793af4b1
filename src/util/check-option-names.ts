import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { findSimilarName, nameSkeleton } from "./similar-name.ts";

/** The names of options, held against their interface by the type: one that is missing or too many does not compile. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** Whose options they are. */
export interface OptionOwner {
  /** The function that takes them: `createDPoP`. */
  readonly of: string;
  /** Where they stand among its options: `dpop`. Left out: they are the options themselves. */
  readonly at?: string | undefined;
}

/**
 * Checks options for callers without types: an option that does not exist would be ignored, and what it was to forbid be allowed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no object, and for an option that does not exist, with the one that was probably meant
 */
export function checkOptionNames(
  options: unknown,
  names: Readonly<Record<string, true>>,
  { of, at }: OptionOwner,
): void {
  const prefix = at === undefined ? "" : `${at}.`;
  const known = Object.keys(names);
  const all = `There are: ${known.join(", ")}.`;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw wrong(at ?? of, `${at ?? "The options"} of ${of} must be an object.`, all);
  }
  const name = Object.keys(options).find((option) => !known.includes(option));
  if (name === undefined) return;
  const meant = findMeantName(name, known);
  const remedy = meant === undefined ? all : `Did you mean ${prefix}${meant}?`;
  throw wrong(prefix + name, `${printable(prefix + name, 80)} is not an option of ${of}.`, remedy);
}

/** The one that is spelled differently, else one that begins like it: `timeout` for `timeoutMs`. */
function findMeantName(name: string, known: readonly string[]): string | undefined {
  const letters = nameSkeleton(name);
  if (letters === "") return undefined;
  return (
    findSimilarName(name, known) ??
    known.find((candidate) => nameSkeleton(candidate).startsWith(letters)) ??
    known.find((candidate) => letters.startsWith(nameSkeleton(candidate)))
  );
}

function wrong(parameter: string, message: string, remedy: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter: printable(parameter, 80), remedy });
}
