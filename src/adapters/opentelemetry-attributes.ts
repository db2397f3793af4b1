import type { Attributes } from "@opentelemetry/api";
import type { Outcome, RequestFacts } from "../exchange/http-event.ts";
import { parseUrl } from "../util/url.ts";

/** Where a request went, in the names of the semantic conventions. */
export function describePlace({ method, endpoint, server, grantType }: RequestFacts): Attributes {
  const { hostname, port, protocol } = parseUrl(server) ?? {};
  const standard = protocol === "http:" ? 80 : 443;
  return {
    "http.request.method": nameMethod(method),
    "oauth.endpoint": endpoint,
    ...(hostname === undefined ? {} : { "server.address": hostname }),
    ...(port === undefined ? {} : { "server.port": port === "" ? standard : Number(port) }),
    ...(grantType === undefined ? {} : { "oauth.grant_type": grantType }),
  };
}

/** How something ended, also where it is told by an event. */
interface AnyOutcome extends Omit<Outcome, "code"> {
  readonly code?: string | undefined;
}

/** `error.type`: the code of this library, else the status; `_OTHER` for exceptions that are not of this library. */
export function typeOfError({ code, status }: AnyOutcome, hasThrown = false): string | undefined {
  if (code !== undefined) return code;
  if (status !== undefined && status >= 400) return String(status);
  return hasThrown ? "_OTHER" : undefined;
}

/** A method that HTTP defines; `_OTHER` for every other, because anybody can make up methods. */
export function nameMethod(method: string): string {
  return methods.includes(method) ? method : "_OTHER";
}

const methods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
