import { VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";

/**
 * Checks that metadata speaks for the issuer it was asked for: the two strings are the same, code point by code point.
 * Nothing is normalised, because the same string is compared again with `iss` of every token and response.
 *
 * @throws VerificationError `ERR_VERIFICATION_ISSUER`, which names both strings and where they part
 * @see RFC 8414 §3.3
 * @see OpenID Connect Discovery §4.3
 */
export function checkIssuerMatch(expected: string, actual: string, endpoint: string): void {
  if (actual === expected) return;
  throw new VerificationError("ERR_VERIFICATION_ISSUER", {
    message: `The metadata is of issuer ${quote(actual)}, yet ${quote(expected)} was asked for: ${describeDifference(expected, actual)}.`,
    specification: specification("rfc8414", "3.3"),
    parameter: "issuer",
    endpoint,
    remedy: remedyFor(expected, actual),
  });
}

function describeDifference(expected: string, actual: string): string {
  if (isSlashApart(expected, actual)) return "they differ only by a trailing slash";
  const wanted = [...expected];
  const found = [...actual];
  const length = Math.max(wanted.length, found.length);
  let position = 0;
  while (position < length && wanted[position] === found[position]) position += 1;
  return `they first differ at character ${position + 1}, ${name(found[position])} instead of ${name(wanted[position])}`;
}

function remedyFor(expected: string, actual: string): string {
  if (isSlashApart(expected, actual)) return `If ${quote(actual)} is your server, configure the issuer exactly so.`;
  if (actual.includes("{")) return "Give the template as issuerTemplate, with the tenants to accept.";
  return "Configure the issuer exactly as the server publishes it, or correct the server's own idea of its public URL.";
}

function isSlashApart(expected: string, actual: string): boolean {
  return `${expected}/` === actual || expected === `${actual}/`;
}

function name(character: string | undefined): string {
  return character === undefined ? "the end" : quote(character);
}

/** Long enough for every issuer; what is longer comes from a hostile document. */
function quote(text: string): string {
  return quotePrintable(text, 500);
}
