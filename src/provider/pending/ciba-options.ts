import { cibaLabel } from "../../../generated/documents.ts";
import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** A request that the application brings before the person on a device of theirs. */
export interface BackchannelRequest {
  /** What `completeBackchannelAuthentication` is told. It is no secret: with it alone nobody gets tokens. */
  readonly requestId: string;
  readonly clientId: string;
  /** Name of the client, for the person; foreign text. */
  readonly clientName: string;
  readonly accountId: string;
  readonly scope: readonly string[];
  readonly resource: readonly string[];
  /** What exactly is asked for (RFC 9396), checked; the person must see all of it. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  /** What the client shows at its end, so that the person sees that both belong together; foreign text. */
  readonly bindingMessage?: string | undefined;
  /** The authentication context classes that the client would like, best first. */
  readonly acrValues: readonly string[];
  readonly expiresAtMs: number;
}

/** What a `login_hint_token` names. */
export type LoginHintSubject =
  | { readonly accountId: string }
  /** Nobody that the application knows. */
  | "unknown"
  /** The token was good once. */
  | "expired";

/** Sign-in at another device, which the client asks for. */
export interface CibaOptions {
  /** Brings the request before the person. While it works the client waits, for ten seconds at most; where it fails the request is taken back. */
  readonly notify: (request: BackchannelRequest) => void | Promise<void>;
  /** Reads a `login_hint_token`, whose form the application agrees with its clients. Left out: such tokens are refused. */
  readonly readLoginHintToken?:
    | ((token: string, clientId: string) => LoginHintSubject | Promise<LoginHintSubject>)
    | undefined;
  /** How long a request waits for its person: what the client gets that asks for nothing, and the most that it can ask for. Default 300. */
  readonly requestSeconds?: number | undefined;
}

/**
 * Checks what callers without types could get wrong.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkCibaOptions(options: CibaOptions | undefined): void {
  if (options === undefined) return;
  checkOptionNames(options, optionNames, { of: "createProvider", at: "ciba" });
  const { notify, requestSeconds = defaultRequestSeconds } = options;
  if (typeof notify !== "function") throw wrong("ciba.notify", "must be a function");
  if (!Number.isInteger(requestSeconds) || requestSeconds < 1 || requestSeconds > maxRequestSeconds)
    throw wrong("ciba.requestSeconds", `must be 1 to ${maxRequestSeconds} whole seconds`);
}

function wrong(parameter: string, problem: string): ConfigurationError {
  const message = `${parameter} ${problem}.`;
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter,
    specification: specification("ciba", "7.3", [cibaLabel]),
  });
}

/** Seconds that a request waits where nothing is configured. */
export const defaultRequestSeconds = 300;
const maxRequestSeconds = 3600;
const optionNames: OptionNames<CibaOptions> = { notify: true, readLoginHintToken: true, requestSeconds: true };
