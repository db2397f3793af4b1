import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { oauthUriPrefixes } from "../../constants/oauth-uris.ts";
import { isRecord } from "../../schema/is-record.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import { refuse } from "../http/refusal.ts";
import type { ReceivedRequest } from "./received-request.ts";

/** A request to be kept, and what is known of how it came. */
export interface RequestToStore {
  readonly client: RegisteredClient;
  readonly request: AuthorizationRequest;
  readonly isSigned: boolean;
  /** `pushed` by its client, or `stored` so that a browser can come back with its cookies. */
  readonly delivery: "pushed" | "stored";
}

/**
 * Keeps a request that has been checked, and gives its `request_uri`. It can be begun with for `lifetimes.pushedRequestSeconds`; the login that it leads to may
 * take longer.
 * @see RFC 9126 §2.2
 */
export async function storeRequest(context: ProviderContext, given: RequestToStore): Promise<string> {
  const { client, request, isSigned, delivery } = given;
  const { pushedRequestSeconds, interactionSeconds } = context.lifetimes;
  const handle = createHandle(context.random);
  const nowMs = context.clock();
  const usableUntilMs = nowMs + pushedRequestSeconds * 1000;
  const expiresAtMs = usableUntilMs + interactionSeconds * 1000;
  const wasPut = await context.store.artifacts.put({
    kind: "pushed_authorization_request",
    hash: sha256(handle),
    clientId: client.clientId,
    payload: { request: JSON.parse(JSON.stringify(request)), isSigned, delivery, usableUntilMs },
    expiresAtMs,
    purgeAtMs: expiresAtMs,
    version: 1,
  });
  if (!wasPut) throw new Error("A handle of 256 random bits was given twice.");
  return `${oauthUriPrefixes.pushedRequest}${handle}`;
}

/**
 * Finds a pushed request by its `request_uri`; it stays usable, so that a page can be reloaded, until a code is issued for it.
 * @throws ProtocolRefusal `invalid_request_uri`, the same for one that is unknown, of another client, used or expired
 * @see RFC 9126 §4
 */
export async function findPushedRequest(
  context: ProviderContext,
  client: RegisteredClient,
  requestUri: string,
): Promise<ReceivedRequest> {
  const hash = sha256(requestUri.slice(oauthUriPrefixes.pushedRequest.length));
  const found = await context.store.artifacts.find({ kind: "pushed_authorization_request", hash });
  if (found === undefined) throw unusable("unknown");
  if (found.clientId !== client.clientId) throw unusable("of another client");
  if (found.consumedAtMs !== undefined) throw unusable("used");
  const { request, isSigned, delivery, usableUntilMs } = found.payload;
  if (typeof usableUntilMs !== "number" || usableUntilMs <= context.clock()) throw unusable("expired");
  if (!isRecord(request)) throw new Error("The store holds a pushed request that is none.");
  return {
    client,
    members: request,
    delivery: delivery === "pushed" ? "pushed" : "stored",
    isSigned: isSigned === true,
    pushedRequestHash: hash,
  };
}

/**
 * Uses a pushed request up: the step that lets one code be issued for it.
 * @throws ProtocolRefusal `invalid_request_uri` where another code was issued for it
 */
export async function consumePushedRequest(context: ProviderContext, hash: string): Promise<void> {
  const key = { kind: "pushed_authorization_request", hash } as const;
  const { outcome } = await context.store.artifacts.consume(key, context.clock());
  if (outcome !== "consumed") throw unusable(outcome);
}

function unusable(reason: string): Error {
  const description =
    "The request_uri is not known, has expired, or was used: go back to the application and begin anew.";
  return refuse("invalid_request_uri", { description, reason: `request_uri: ${reason}` });
}
