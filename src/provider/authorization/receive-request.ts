import { oauthUriPrefixes } from "../../constants/oauth-uris.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { findPushedRequest } from "./pushed-request.ts";
import { decodeMembers, type ReceivedRequest } from "./received-request.ts";
import { fetchRequestObject } from "./request-by-reference.ts";
import { readRequestObject } from "./request-object.ts";

/**
 * Finds the client of a request that came through a browser, and the parameters that count: those of the pushed request or of the request object, by value or fetched, and
 * nothing beside them, or else those of the request itself.
 * @throws ProtocolRefusal `invalid_client`, the same for an unknown and a disabled client; `invalid_request_uri`; `request_uri_not_supported`;
 * `invalid_request_object`; `invalid_request`
 * @see RFC 9101 §6.3
 * @see RFC 9126 §4
 */
export async function receiveRequest(context: ProviderContext, parameters: URLSearchParams): Promise<ReceivedRequest> {
  const client = await findRequestClient(context, parameters.get("client_id") ?? "");
  const object = parameters.get("request") ?? "";
  const requestUri = parameters.get("request_uri") ?? "";
  if (object !== "" && requestUri !== "")
    throw refuse("invalid_request", "request and request_uri exclude each other (RFC 9101, 5).");
  if (requestUri.startsWith(oauthUriPrefixes.pushedRequest)) return findPushedRequest(context, client, requestUri);
  if (object === "" && requestUri === "")
    return { client, members: decodeMembers(parameters), delivery: "browser", isSigned: false };
  const text = requestUri === "" ? object : await fetchRequestObject(context, client, requestUri);
  const members = await readRequestObject(context, client, text);
  return { client, members, delivery: "browser", isSigned: true };
}

/**
 * Finds the client that a browser's request names.
 * @throws ProtocolRefusal `invalid_client` with status 400, because the browser could not authenticate it; `invalid_request` where none is named
 * @see RFC 6749 §4.1.2.1
 */
export async function findRequestClient(context: ProviderContext, clientId: string): Promise<RegisteredClient> {
  if (clientId === "") throw refuse("invalid_request", "client_id is missing (RFC 6749, 4.1.1).");
  const client = await context.clients.find(clientId);
  if (client !== undefined && !client.isDisabled) return client;
  const reason = client === undefined ? "unknown client" : "disabled client";
  throw refuse("invalid_client", { description: "The client is not known.", status: 400, reason });
}
