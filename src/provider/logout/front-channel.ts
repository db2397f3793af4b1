import { appendQuery, isLoopbackHost, parseUrl } from "../../util/url.ts";
import type { ProviderContext } from "../context.ts";
import type { Session } from "../stores/records.ts";

/**
 * The addresses that the browser loads in frames, so that clients forget their part of a session: of the clients that got tokens in it, those that have one.
 * @see OpenID Connect Front-Channel Logout §2
 */
export async function listLogoutFrames(
  { clients, issuer }: ProviderContext,
  { sid, clientIds }: Session,
): Promise<readonly string[]> {
  const found = await Promise.all(clientIds.map((clientId) => clients.find(clientId)));
  return found.flatMap((client) => {
    const { frontchannel_logout_uri: uri, frontchannel_logout_session_required: isNamed = false } =
      client?.metadata ?? {};
    if (uri === undefined || !mayBeFramed(uri, issuer)) return [];
    return [
      isNamed
        ? appendQuery(uri, [
            ["iss", issuer],
            ["sid", sid],
          ])
        : uri,
    ];
  });
}

/**
 * Adds frames to a page that says that the logout is done, and lets its policy load them. Where the browser goes on to another address, it does so after they
 * had time.
 */
export async function withLogoutFrames(
  page: Response,
  { frames, returnTo }: { readonly frames: readonly string[]; readonly returnTo?: string | undefined },
): Promise<Response> {
  if (frames.length === 0) return page;
  const elements = frames.map((uri) => `<iframe src="${escapeAttribute(uri)}" title="" hidden></iframe>`).join("");
  const text = await page.text();
  const end = text.lastIndexOf("</body>");
  const body = end < 0 ? text + elements : text.slice(0, end) + elements + text.slice(end);
  const headers = new Headers(page.headers);
  const origins = [...new Set(frames.map((uri) => new URL(uri).origin))].join(" ");
  headers.set("Content-Security-Policy", allowFrames(headers.get("content-security-policy") ?? "", origins));
  if (returnTo !== undefined) headers.set("Refresh", `${waitSeconds};url=${new URL(returnTo).href}`);
  return new Response(body, { status: page.status, headers });
}

function allowFrames(policy: string, origins: string): string {
  const others = policy
    .split(";")
    .filter((directive) => !/^\s*frame-src(?:\s|$)/i.test(directive) && directive.trim() !== "");
  return [...others.map((directive) => directive.trim()), `frame-src ${origins}`].join("; ");
}

/** What runs in a frame of ours runs in the client's own origin; a scheme without one would run in ours. */
function mayBeFramed(uri: string, issuer: string): boolean {
  const url = parseUrl(uri);
  if (url === undefined || url.username !== "" || url.password !== "" || uri.includes("#")) return false;
  const isLocal = isLoopbackHost(url.hostname) && isLoopbackHost(parseUrl(issuer)?.hostname ?? "");
  return url.protocol === "https:" || (url.protocol === "http:" && isLocal);
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const waitSeconds = 2;
