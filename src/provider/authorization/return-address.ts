import { type ResponseMode, responseModes } from "../../constants/response-modes.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { findRedirectUri } from "./find-redirect-uri.ts";
import { type ReceivedRequest, type RequestMembers, textOf } from "./received-request.ts";

/** Where an answer goes, and how: from here on, errors go there too. */
export interface ReturnAddress {
  readonly client: RegisteredClient;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** As it came. */
  readonly state?: string | undefined;
}

/**
 * Finds where the answer to a request goes.
 * @throws ProtocolRefusal `invalid_request`, to be shown and never to be sent anywhere
 * @see RFC 6749 §4.1.2.1
 */
export function findReturnAddress({ client, members }: ReceivedRequest): ReturnAddress {
  const redirectUri = findRedirectUri(client, members);
  const state = textOf(members, "state");
  const responseMode = findResponseMode(members) ?? defaultMode(members);
  return { client, redirectUri, responseMode, ...(state === undefined || isTooLong(state) ? {} : { state }) };
}

/** The response mode that was asked for, or none where it is unknown or absent. */
export function findResponseMode(members: RequestMembers): ResponseMode | undefined {
  return Object.values(responseModes).find((mode) => mode === members.response_mode);
}

/** Whether a state is longer than any that is echoed. */
export function isTooLong(state: string): boolean {
  return new TextEncoder().encode(state).length > maxStateOctets;
}

/**
 * Where a client that asks for tokens looks for the answer, which is always an error.
 * @see OAuth 2.0 Multiple Response Types §5
 */
function defaultMode(members: RequestMembers): ResponseMode {
  const types = textOf(members, "response_type")?.split(" ") ?? [];
  return types.includes("token") || types.includes("id_token") ? responseModes.fragment : responseModes.query;
}

const maxStateOctets = 2048;
