/**
 * Sends the browser on with a GET, whatever it came with: 303, so that no form with a password is sent a second time.
 * @see RFC 9700 §4.12
 */
export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
  return new Response(null, { status: 303, headers: addCookies(headers, cookies) });
}

/** Adds cookies to header fields: each in a field of its own. */
export function addCookies(headers: Headers, cookies: readonly string[]): Headers {
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return headers;
}
