/** Keeps the cookies of one browser. */
export interface CookieJar {
  /** Stores what an answer sets. */
  store(url: URL, response: Response): void;
  /** The `Cookie` field for a request, or undefined when there is nothing to send. */
  header(url: URL): string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
}

/** Creates an empty jar. It knows what a login needs of RFC 6265: host, path, secure and deletion; no domain cookies. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    store: (url, response) => {
      for (const field of response.headers.getSetCookie()) {
        const { cookie, expired } = parseSetCookie(field, url);
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        if (expired) cookies.delete(key);
        else cookies.set(key, cookie);
      }
    },
    header: (url) => {
      const sent = [...cookies.values()].filter((cookie) => matches(cookie, url));
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
  };
}

function parseSetCookie(field: string, url: URL): { readonly cookie: Cookie; readonly expired: boolean } {
  const [pair = "", ...rest] = field.split(";");
  const attributes = new Map(rest.map(splitPair).map(([name, value]) => [name.toLowerCase(), value]));
  const [name, value] = splitPair(pair);
  const path = attributes.get("path");
  const maxAge = attributes.get("max-age");
  const expires = attributes.get("expires");
  return {
    cookie: {
      name,
      value,
      host: url.hostname,
      path: path?.startsWith("/") === true ? path : directoryOf(url.pathname),
      secure: attributes.has("secure"),
    },
    expired: maxAge === undefined ? expires !== undefined && Date.parse(expires) <= Date.now() : Number(maxAge) <= 0,
  };
}

function splitPair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text.trim(), ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** The default path of RFC 6265 §5.1.4. */
function directoryOf(pathname: string): string {
  const end = pathname.lastIndexOf("/");
  return end <= 0 ? "/" : pathname.slice(0, end);
}

function matches({ host, path, secure }: Cookie, url: URL): boolean {
  if (host !== url.hostname || (secure && !isTrustworthy(url))) return false;
  if (url.pathname === path) return true;
  return url.pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}

/** Browsers keep and send secure cookies on this machine too, where nobody listens in (W3C Secure Contexts §3.1). */
function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
}
