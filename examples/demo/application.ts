import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import {
  type AuthorizationTransaction,
  type ClientRegistration,
  createClient,
  type EndSessionTransaction,
  isAuthError,
  type TokenSet,
} from "../../src/index.ts";
import { errorPage, type Person, signedInPage, signedOutPage } from "./application-pages.ts";

/** What an application knows. */
export interface ApplicationOptions {
  readonly origin: string;
  readonly issuer: string;
  readonly client: ClientRegistration;
}

/** A small application of the library: it signs people in and out, and shows what it was told of them. One browser is one entry in memory. */
export function createApplication({ origin, issuer, client: registration }: ApplicationOptions): RequestListener {
  const client = createClient({ issuer, client: registration, timeoutMs: 5000 });
  const browsers = new Map<string, Browser>();

  const handlers: Readonly<Record<string, Handler>> = {
    "GET /": async (_request, { tokens }) => (tokens === undefined ? signedOutPage(issuer) : signedInPage(tokens)),
    "POST /sign-in": async () => {
      const { url, transaction } = await client.startAuthorization({ scope: "openid profile email" });
      return { location: url, next: { login: transaction } };
    },
    "GET /callback": async ({ url = "" }, { login }) => {
      if (login === undefined) return { location: "/" };
      const tokens = await client.finishAuthorization(new URL(url, origin).href, login);
      const { name, email } = await client.userInfo(tokens);
      return { location: "/", next: { tokens: { set: tokens, name, email } } };
    },
    "POST /sign-out": async (_request, { tokens }) => {
      const { url, transaction } = await client.startLogout(tokens?.set);
      return { location: url, next: { logout: transaction } };
    },
    "GET /signed-out": async ({ url = "" }, { logout }) => {
      if (logout !== undefined) await client.finishLogout(new URL(url, origin).href, logout);
      return { location: "/", next: {} };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const handle = handlers[`${method} ${new URL(url, origin).pathname}`];
    // Another application on this machine is of the same site: its forms are told by their origin.
    const isForeign = method === "POST" && headers.origin !== undefined && headers.origin !== origin;
    if (handle === undefined || isForeign) return send(response, 404, errorPage("There is nothing here."));
    const id = /(?:^|; )demo_browser=([\w-]{43})/.exec(headers.cookie ?? "")?.[1];
    const result = await handle(request, browsers.get(id ?? "") ?? {});
    if (typeof result === "string") return send(response, 200, result);
    if (result.next !== undefined) {
      // A fresh identifier with each step, so that none from before a login is worth anything after it.
      if (id !== undefined) browsers.delete(id);
      const fresh = randomBytes(32).toString("base64url");
      browsers.set(fresh, result.next);
      response.setHeader("set-cookie", `demo_browser=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
    }
    response.writeHead(303, { location: result.location, "cache-control": "no-store" }).end();
  }

  function send(response: ServerResponse, status: number, page: string): void {
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; form-action 'self' ${issuer}`;
    const type = "text/html; charset=utf-8";
    const headers = { "content-type": type, "content-security-policy": policy, "cache-control": "no-store" };
    response.writeHead(status, headers).end(page);
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const known = isAuthError(error) ? `${error.code}: ${error.message}` : "Something went wrong.";
      send(response, isAuthError(error) ? 400 : 500, errorPage(known));
    });
  };
}

/** What is remembered of a browser: a login or a logout that has begun, or who is signed in. */
interface Browser {
  readonly login?: AuthorizationTransaction<"openid profile email">;
  readonly logout?: EndSessionTransaction;
  readonly tokens?: Person & { readonly set: TokenSet };
}

/** A page, or where the browser goes next and what is remembered of it. */
type Handler = (
  request: IncomingMessage,
  browser: Browser,
) => Promise<string | { readonly location: string; readonly next?: Browser }>;
