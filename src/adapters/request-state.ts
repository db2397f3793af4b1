import { notThere } from "./admission.ts";
import type { AnyPrincipal, AnySession } from "./contracts.ts";

/** Keeps whom a request's token stands for. The key is the framework's request. */
export function rememberPrincipal(request: object, principal: AnyPrincipal): void {
  principals.set(request, principal);
}

/**
 * Gives whom the token of a request stands for.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a request that has not come through `requireToken`
 */
export function getPrincipal(request: object): AnyPrincipal {
  const principal = principals.get(request);
  if (principal === undefined) throw notThere("principal", "requireToken");
  return principal;
}

/** Keeps the session that a request belongs to. */
export function rememberSession(request: object, session: AnySession): void {
  sessions.set(request, session);
}

/**
 * Gives the session that a request belongs to.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a request that has not come through `requireSession`
 */
export function getSession(request: object): AnySession {
  const session = sessions.get(request);
  if (session === undefined) throw notThere("session", "requireSession");
  return session;
}

// Keyed by the request and not a member of it: other middleware writes to `auth` and `session` as well, and what is read here must come from here.
const principals: WeakMap<object, AnyPrincipal> = /* @__PURE__ */ new WeakMap();
const sessions: WeakMap<object, AnySession> = /* @__PURE__ */ new WeakMap();
