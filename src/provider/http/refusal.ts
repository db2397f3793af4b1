import type { OAuthErrorName } from "../../constants/oauth-errors.ts";
import type { MessageKey } from "../pages/messages/messages.ts";

/** What a refusal says: an error of the protocol, or our own word for a path where there is nothing. */
export type RefusalName = OAuthErrorName | "not_found";

/** What a refusal is made of. */
export interface RefusalDetails {
  /** For whoever wrote the client: which parameter, which rule. Never a secret, never what was sent. */
  readonly description: string;
  /** Default 400; 401 for `invalid_client` and `invalid_token`, 404 for `not_found`, 500 for `server_error`, 503 for `temporarily_unavailable`. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Why in truth, for events and logs only: the answer must not tell an attacker. */
  readonly reason?: string | undefined;
  /** What the error page says to the person: a text of the pages. */
  readonly problem?: MessageKey | undefined;
  readonly cause?: unknown;
}

/** The provider says no: what becomes an error of the protocol. */
export class ProtocolRefusal extends Error {
  override readonly name: string = "ProtocolRefusal";
  readonly error: RefusalName;
  readonly description: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly problem: MessageKey | undefined;

  constructor(error: RefusalName, { description, status, headers = {}, reason, problem, cause }: RefusalDetails) {
    super(`${error}: ${description}`, cause === undefined ? undefined : { cause });
    this.error = error;
    this.description = description;
    this.status = status ?? statuses[error] ?? 400;
    this.headers = headers;
    this.reason = reason ?? description;
    this.problem = problem;
  }
}

/** Makes a refusal, to be thrown. */
export function refuse(error: RefusalName, details: RefusalDetails | string): ProtocolRefusal {
  return new ProtocolRefusal(error, typeof details === "string" ? { description: details } : details);
}

const statuses: Readonly<Partial<Record<RefusalName, number>>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  not_found: 404,
  server_error: 500,
  temporarily_unavailable: 503,
};
