import { isAuthError } from "../../src/index.ts";

/** The full text of an error: its name, code and message, then those of every cause. A stack only where it is a defect. */
export function reportError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = isAuthError(error) ? `${error.name} ${error.code}\n${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\ncaused by ${reportError(error.cause)}`;
}

/** Puts the same space before every line. */
export function indent(text: string, space: string): string {
  return text.replace(/^(?=.)/gm, space);
}
