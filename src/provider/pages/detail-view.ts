import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { ConsentView } from "./views.ts";

/**
 * Authorization details as pages show them: every member of each, because what nobody is shown nobody has allowed.
 * @see RFC 9396 §3
 */
export function viewDetails(details: readonly AuthorizationDetail[]): ConsentView["details"] {
  return details.map(({ type, ...members }) => ({ type, lines: Object.entries(members).map(writeLine) }));
}

function writeLine([name, value]: readonly [string, unknown]): string {
  return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
