import { VerificationError } from "../errors/families.ts";
import { printable, quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";

/**
 * The error for parameters that are there more than once: two readers may see two values.
 * @param names - the repeated names, as they came
 * @see RFC 6749 §3.1
 */
export function repeatedParameters(names: readonly string[], endpoint: string): VerificationError {
  const [first = ""] = names;
  const shown = names.slice(0, maxNames).map((name) => quotePrintable(name, 50));
  const more = names.length > maxNames ? ` and ${names.length - maxNames} others` : "";
  return new VerificationError("ERR_VERIFICATION_PARAMETER_REPEATED", {
    message: `The message holds ${shown.join(", ")}${more} more than once.`,
    parameter: printable(first, 50),
    endpoint,
    specification: specification("rfc6749", "3.1"),
    remedy: "Do not use it; something added parameters on the way.",
  });
}

const maxNames = 3;
