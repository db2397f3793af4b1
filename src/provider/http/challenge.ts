import { writeDescription } from "./respond.ts";

/**
 * Writes a challenge for `WWW-Authenticate`; values are quoted, and what can't be quoted is replaced.
 * @see RFC 9110 §11.6.1
 * @see RFC 6750 §3
 */
export function writeChallenge(scheme: "Bearer" | "DPoP", parameters: Readonly<Record<string, string>>): string {
  const written = Object.entries(parameters).map(([name, value]) => `${name}="${writeDescription(value)}"`);
  return `${scheme} ${written.join(", ")}`;
}
