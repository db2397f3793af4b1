import { isFormType, readRequestBody } from "../../http/request-body.ts";
import { decodeBase64 } from "../../util/base64.ts";
import { parseUrl } from "../../util/url.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Route } from "./route.ts";

/** What the rules for pages of other origins need to know of a request. */
export interface CorsRequest {
  readonly route: Pick<Route, "kind" | "metadata" | "methods">;
  readonly raw: Request;
}

/**
 * Answers the question of a browser whether a page may send a request. Nothing at these endpoints rests on cookies, so every page may try; whether it may read the
 * answer is decided with the answer.
 * @returns `undefined` where it is no such question, or not at such an endpoint
 */
export function answerPreflight({ route, raw }: CorsRequest): Response | undefined {
  const origin = raw.headers.get("origin");
  const isQuestion = raw.method === "OPTIONS" && raw.headers.has("access-control-request-method") && origin !== null;
  if (!isQuestion || readersOf(route) === "nobody") return undefined;
  const headers = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": route.methods.join(", "),
    "Access-Control-Allow-Headers": "Authorization, Content-Type, DPoP",
    "Access-Control-Max-Age": "7200",
  };
  return new Response(null, { status: 204, headers });
}

/**
 * Finds out whether the page that sends a request may read the answer, before the body is read by anybody else. Never with credentials, and never where a person is
 * asked something.
 * @returns what adds the header fields to the answer
 */
export function prepareCors(
  context: ProviderContext,
  { route, raw }: CorsRequest,
): (response: Response) => Promise<Response> {
  const origin = raw.headers.get("origin");
  const readers = origin === null ? "nobody" : readersOf(route);
  if (origin === null || readers === "nobody") return async (response) => response;
  if (readers === "everybody") return async (response) => allow(response, "*");
  const copy = isShortForm(raw) ? raw.clone() : undefined;
  return async (response) => {
    const client = await findClient(context, raw, copy);
    const allowed = client === undefined ? [] : listOrigins(context, client);
    return allowed.includes(origin) ? allow(response, origin) : vary(response);
  };
}

function readersOf({ kind, metadata = "" }: CorsRequest["route"]): "everybody" | "their client" | "nobody" {
  if (kind === "document" || metadata === "userinfo_endpoint") return "everybody";
  return kind === "endpoint" && endpointsOfClients.includes(metadata) ? "their client" : "nobody";
}

function listOrigins(
  { options }: ProviderContext,
  { clientId, authMethod, redirectUris }: RegisteredClient,
): readonly string[] {
  const configured = options.cors?.originsByClient ?? {};
  if (Object.hasOwn(configured, clientId)) return configured[clientId] ?? [];
  if (authMethod !== "none") return [];
  return redirectUris.map((uri) => parseUrl(uri)?.origin ?? "").filter((origin) => /^https?:/.test(origin));
}

async function findClient(
  { clients }: ProviderContext,
  raw: Request,
  copy: Request | undefined,
): Promise<RegisteredClient | undefined> {
  const [, credentials = ""] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(raw.headers.get("authorization") ?? "") ?? [];
  const fromHeader = decodeName(new TextDecoder().decode(decodeBase64(credentials) ?? new Uint8Array()));
  const clientId = fromHeader || (copy === undefined ? "" : await readClientId(copy));
  return clientId === "" ? undefined : clients.find(clientId).catch(() => undefined);
}

/** Within the bounds of every other form. */
async function readClientId(copy: Request): Promise<string> {
  const refuse = (): Error => new Error("The form is too long.");
  const limits = { maxBytes, timeoutMs: 10_000, signal: undefined, endpoint: "form", refuse };
  const text = await readRequestBody(copy, limits).catch(() => "");
  return new URLSearchParams(text).get("client_id") ?? "";
}

/** The name before the colon, form-encoded as RFC 6749 §2.3.1 wants it. */
function decodeName(credentials: string): string {
  const [name = ""] = credentials.split(":", 1);
  return new URLSearchParams(`name=${name.replaceAll("&", "%26")}`).get("name") ?? "";
}

/** A body that is not read to the end is not copied. */
function isShortForm(raw: Request): boolean {
  const length = Number(raw.headers.get("content-length") ?? Number.NaN);
  return raw.body !== null && isFormType(raw.headers.get("content-type")) && !(length > maxBytes);
}

function allow(response: Response, origin: string): Response {
  const allowed = vary(response);
  allowed.headers.set("Access-Control-Allow-Origin", origin);
  allowed.headers.set("Access-Control-Expose-Headers", "WWW-Authenticate, DPoP-Nonce, Retry-After");
  return allowed;
}

/** Where the answer differs by origin, caches are told so. */
function vary(response: Response): Response {
  const changed = new Response(response.body, response);
  changed.headers.append("Vary", "Origin");
  return changed;
}

const endpointsOfClients: readonly string[] = [
  "token_endpoint",
  "revocation_endpoint",
  "pushed_authorization_request_endpoint",
  "device_authorization_endpoint",
];
const maxBytes = 65_536;
