import { mediaTypes } from "../constants/media-types.ts";

/** An answer with cookies; no cache keeps it. */
export function answer(status: number, { body = null, headers = {}, setCookies = [] }: AnswerParts): Response {
  const fields = new Headers({ "cache-control": "no-store", ...headers });
  for (const cookie of setCookies) fields.append("set-cookie", cookie);
  return new Response(body, { status, headers: fields });
}

/** What an answer has besides its status. */
export interface AnswerParts {
  readonly body?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly setCookies?: readonly string[] | undefined;
}

/** Sends the browser somewhere else, by GET whatever it did before. The page that it comes from is told to nobody. */
export function redirect(location: string, setCookies: readonly string[] = []): Response {
  return answer(303, { headers: { location, "referrer-policy": "no-referrer" }, setCookies });
}

/** An answer for scripts. */
export function answerJson(status: number, value: unknown, setCookies: readonly string[] = []): Response {
  const headers = { "content-type": mediaTypes.json, "x-content-type-options": "nosniff" };
  return answer(status, { body: JSON.stringify(value), headers, setCookies });
}

/** A short page of plain text and one link. Nothing in it is taken from a request without being escaped. */
export function answerPage(status: number, page: Page, setCookies: readonly string[] = []): Response {
  const code = page.code === undefined ? "" : `<p>Code: ${escapeHtml(page.code)}</p>`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(page.title)}</title><style>${pageStyle}</style><main><h1>${escapeHtml(page.title)}</h1><p>${escapeHtml(page.text)}</p>${code}<p><a href="${escapeHtml(page.link)}">${escapeHtml(page.linkText)}</a></p></main></html>`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src '${pageStyleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  return answer(status, { body, headers, setCookies });
}

/** What a page says. */
export interface Page {
  readonly title: string;
  readonly text: string;
  readonly code?: string | undefined;
  readonly link: string;
  readonly linkText: string;
}

/** The same answer with further cookies: one that came from elsewhere has header fields that cannot be changed. */
export function withCookies(response: Response, setCookies: readonly string[]): Response {
  if (setCookies.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const cookie of setCookies) headers.append("set-cookie", cookie);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const pageStyle =
  "body{max-width:34rem;margin:12vh auto;padding:0 1rem;font:1.1rem/1.6 system-ui,sans-serif}h1{line-height:1.2}";
/** SHA-256 of the style, which alone the policy lets in. */
const pageStyleHash = "sha256-yyK0M0u6U9xB1/bOneHrVrmuacpXfa107HIk/p4l32U=";
