import { oidcSessionLabel } from "../../generated/documents.ts";
import { checkSessionRequestSchema } from "../../generated/messages/check-session-request.ts";
import { type CheckSessionReply, checkSessionReplies } from "../constants/check-session-replies.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { checkMessage } from "../schema/check.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";

/** The provider's frame, and what the client's page says to it. Plain JSON: a server can hand it to its page. */
export interface CheckSessionFrame {
  /** What the page loads in a hidden `iframe`. */
  readonly url: string;
  /** The only origin to post the message to, and to accept replies from. */
  readonly origin: string;
  /** The text to post: `client_id`, a space, `session_state`. */
  readonly message: string;
}

/**
 * Builds what a page needs to watch the user's session at the provider.
 * @param sessionState - the `session_state` of the last authorization response
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the provider publishes no `check_session_iframe`, `ERR_CONFIGURATION_INSECURE_URL`
 * @throws ValidationError `ERR_VALIDATION_REQUEST` for a `session_state` that is none
 * @see OpenID Connect Session Management §3.1
 */
export function buildCheckSessionFrame(
  { metadata, clientId }: Pick<ExchangeContext, "metadata" | "clientId">,
  sessionState: string,
): CheckSessionFrame {
  const url = metadata.check_session_iframe;
  if (typeof url !== "string") throw unusable("ERR_CONFIGURATION_METADATA_MISSING", "does not publish it");
  const parsed = parseUrl(url);
  if (parsed === undefined || !isSecureUrl(parsed)) {
    throw unusable("ERR_CONFIGURATION_INSECURE_URL", "publishes one that is no https URL");
  }
  return Object.freeze({ url, origin: parsed.origin, message: formatCheckSessionMessage(clientId, sessionState) });
}

/**
 * Writes the message of a client's frame. The provider splits it at its last space, so `session_state` has none.
 * @throws ValidationError `ERR_VALIDATION_REQUEST`
 * @see OpenID Connect Session Management §3.1
 */
export function formatCheckSessionMessage(clientId: string, sessionState: string): string {
  const result = checkMessage(checkSessionRequestSchema, { client_id: clientId, session_state: sessionState });
  if (result.ok) return `${clientId} ${sessionState}`;
  const { issues } = result;
  const messageName = checkSessionRequestSchema.name;
  throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName, issues, endpoint: "check_session_iframe" });
}

/**
 * Reads what a frame posted: one of the three words, or `undefined` for everything else.
 * @see OpenID Connect Session Management §3.2
 */
export function readCheckSessionReply(data: unknown): CheckSessionReply | undefined {
  return Object.values(checkSessionReplies).find((word) => word === data);
}

/** What `session_state` is calculated from. */
export interface SessionStateInput {
  readonly clientId: string;
  /** Origin of the client's page: `https://app.example.com`. */
  readonly origin: string;
  /** What the provider keeps in the browser for the session, and its frame can read. */
  readonly browserState: string;
  /** New for each login; without dot and space. */
  readonly salt: string;
}

/**
 * Calculates `session_state` as providers do: for tests, and for providers. The digest is in hexadecimal; a client never looks inside.
 * @see OpenID Connect Session Management §3.2
 */
export async function calculateSessionState({
  clientId,
  origin,
  browserState,
  salt,
}: SessionStateInput): Promise<string> {
  const octets = new TextEncoder().encode(`${clientId} ${origin} ${browserState} ${salt}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", octets));
  return `${Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("")}.${salt}`;
}

function unusable(
  code: "ERR_CONFIGURATION_METADATA_MISSING" | "ERR_CONFIGURATION_INSECURE_URL",
  problem: string,
): ConfigurationError {
  return new ConfigurationError(code, {
    message: `Watching a session needs check_session_iframe of the provider's metadata; it ${problem}.`,
    parameter: "check_session_iframe",
    specification: specification("oidc-session", "3.1", [oidcSessionLabel]),
    remedy: "Learn of logouts through back-channel logout instead; it also works where browsers block foreign cookies.",
  });
}
