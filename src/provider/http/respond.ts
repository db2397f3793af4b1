import { createLightResponse } from "./light-response.ts";
import type { ProtocolRefusal } from "./refusal.ts";

/**
 * Answers with JSON that nobody may keep.
 * @see RFC 6749 §5.1
 */
export function respondJson(
  body: object,
  {
    status = 200,
    headers = {},
  }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  return createLightResponse({ text: JSON.stringify(body), status, headers: { ...jsonHeaders, ...headers } });
}

/**
 * Answers with an error of the protocol.
 * @see RFC 6749 §5.2
 */
export function respondRefusal(refusal: ProtocolRefusal): Response {
  const { error, status, headers } = refusal;
  return respondJson({ error, error_description: writeDescription(refusal.description) }, { status, headers });
}

/**
 * Writes an `error_description`, which knows no quotation mark, no backslash, and nothing beyond ASCII; sections are told without their sign.
 * @see RFC 6749 §5.2
 */
export function writeDescription(text: string): string {
  return text
    .replaceAll(/ ?§/g, ", ")
    .replaceAll('"', "'")
    .replace(/[^\x20-\x5b\x5d-\x7e]/g, "?")
    .slice(0, maxDescription);
}

const jsonHeaders = {
  "Content-Type": "application/json",
  "Cache-Control": "no-store",
  Pragma: "no-cache",
  "X-Content-Type-Options": "nosniff",
} as const;
const maxDescription = 500;
