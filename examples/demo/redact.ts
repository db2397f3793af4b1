/** What a trace shows of a secret: that it was there, and how long it is. */
function hide(secret: string): string {
  return `‹hidden, ${secret.length} characters›`;
}

/** A message member by member. The members that its specification marks as secrets are hidden. */
export function describeMembers(
  message: Readonly<Record<string, unknown>>,
  sensitive: readonly string[] = [],
): readonly (readonly [name: string, text: string])[] {
  return Object.entries(message).map(([name, value]) => [
    name,
    sensitive.includes(name) ? hide(String(value)) : JSON.stringify(value),
  ]);
}

/** The parameters of a URL's query, secrets hidden. */
export function describeQuery(
  url: string,
  sensitive: readonly string[] = [],
): readonly (readonly [name: string, text: string])[] {
  return describeMembers(Object.fromEntries(new URL(url).searchParams), sensitive);
}

/** A path whose long, unguessable parts are left out. */
export function describePath(url: URL): string {
  return url.pathname.replace(/\/[\w-]{20,}/g, "/…");
}
