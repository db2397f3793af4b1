import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import { isMember } from "../../schema/check.ts";
import { decodeParameters } from "../../schema/form.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { refuse } from "../http/refusal.ts";

/** Members of an authorization request by wire name, decoded and not checked. */
export type RequestMembers = Readonly<Record<string, unknown>>;

/** A request whose client is known, with the parameters that count. */
export interface ReceivedRequest {
  readonly client: RegisteredClient;
  readonly members: RequestMembers;
  /** How it came: through the browser, pushed, or, having been judged before, out of the store. */
  readonly delivery: "browser" | "pushed" | "stored";
  /** Whether the client signed it. */
  readonly isSigned: boolean;
  /** Hash of the `request_uri`, to be used up when the code is issued. */
  readonly pushedRequestHash?: string | undefined;
}

/** The parameters that an authorization request knows, as its members; empty ones are absent. */
export function decodeMembers(parameters: URLSearchParams): RequestMembers {
  const known = new URLSearchParams();
  for (const [name, value] of parameters) {
    // Empty values are absent, of lists too (RFC 6749 §3.1).
    if (value !== "" && isMember(authorizationRequestSchema, name)) known.append(name, value);
  }
  const decoded = decodeParameters(known, authorizationRequestSchema);
  if (decoded.ok) return decoded.message;
  throw refuse("invalid_request", "A parameter must not be repeated (RFC 6749, 3.1).");
}

/** A member that is text; what is none counts as absent, until the schema refuses it. */
export function textOf(members: RequestMembers, name: string): string | undefined {
  const value = members[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
