import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";
import {
  createHandle,
  type SvelteKitEvent,
  type SvelteKitHandle,
  withSession,
  withToken,
} from "ts-identity-model/sveltekit";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

/** A handler of `+server.ts`. */
type Handler = (event: SvelteKitEvent) => Promise<Response>;

/** What the files of an application export: `handle` of hooks.server.ts, `GET` of two `+server.ts`. */
export function createApp({ api, login }: Identity): Readonly<Record<"profile" | "orders", Handler>> & {
  readonly handle: SvelteKitHandle;
} {
  return {
    handle: createHandle(login),
    profile: withSession(login, (_event, session) => Response.json({ user: session.subject })),
    orders: withToken(api, (_event, principal) => Response.json({ client: principal.clientId }), {
      scope: "orders.read",
    }),
  };
}
