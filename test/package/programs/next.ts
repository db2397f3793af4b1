import {
  createMiddleware,
  createRouteHandlers,
  type NextResponseLike,
  withSession,
  withToken,
} from "ts-identity-model/next";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

type Handler = (request: Request, context: unknown) => Promise<Response>;

/** What the files of an application export; each is one line there. */
export interface NextApp {
  /** `app/auth/[...step]/route.ts` */
  readonly auth: Readonly<Record<"GET" | "POST", (request: Request) => Promise<Response>>>;
  /** `GET` of `app/profile/route.ts` */
  readonly profile: Handler;
  /** `GET` of `app/orders/route.ts` */
  readonly orders: Handler;
  /** `middleware.ts`, called `proxy.ts` from Next.js 16 on */
  readonly middleware: (request: Request) => Promise<Response>;
}

export const createApp = ({ api, login }: Identity, NextResponse: NextResponseLike): NextApp => ({
  auth: createRouteHandlers(login),
  profile: withSession(login, (_request, _context, session) => Response.json({ user: session.subject })),
  orders: withToken(api, (_request, _context, principal) => Response.json({ client: principal.clientId }), {
    scope: "orders.read",
  }),
  middleware: createMiddleware(login, {
    NextResponse,
    isProtected: (request) => new URL(request.url).pathname.startsWith("/members"),
  }),
});
