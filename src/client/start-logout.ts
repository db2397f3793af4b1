import { oidcRpInitiatedLabel } from "../../generated/documents.ts";
import type { EndSessionRequest } from "../../generated/messages/end-session-request.ts";
import {
  buildEndSessionForm,
  buildEndSessionUrl,
  type EndSessionForm,
  type EndSessionTransaction,
} from "../endpoints/end-session.ts";
import { type HintEncryption, prepareIdTokenHint } from "../endpoints/id-token-hint.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import { randomBase64url } from "../util/random.ts";
import type { ClientRegistration } from "./options.ts";
import { requireSameIssuer, requireTokenSet } from "./token-set-checks.ts";

/** A started logout: where to send the browser, and what to remember until it comes back. */
export interface StartedLogout {
  /** The URL to send the browser to. The ID token stands in it. */
  readonly url: string;
  /** The same as a form that the browser posts, which keeps the ID token out of histories and logs. */
  readonly form: EndSessionForm;
  /** Keep it for `finishLogout`, in a cookie of its own, because the session has ended. */
  readonly transaction: EndSessionTransaction;
}

/** What a logout is made of. */
export interface LogoutRequest extends CallOptions {
  readonly tokens: TokenSet | undefined;
  readonly parameters: Omit<EndSessionRequest, "id_token_hint" | "client_id" | "state">;
  readonly hintEncryption: HintEncryption | undefined;
}

/**
 * Builds the request of a logout and the transaction that its return is checked against. With exactly one registered redirect URI, that
 * is where the browser comes back to.
 * @throws ConfigurationError, ValidationError `ERR_VALIDATION_REQUEST` with every problem of the request
 */
export async function startLogout(
  context: ExchangeContext,
  { post_logout_redirect_uris: registered }: ClientRegistration,
  { tokens, parameters, hintEncryption, extra, signal }: LogoutRequest,
): Promise<StartedLogout> {
  refuseMadeByClient(parameters);
  const hint = tokens === undefined ? undefined : findHint(tokens, context);
  const redirectUri = parameters.post_logout_redirect_uri ?? (registered?.length === 1 ? registered[0] : undefined);
  const id_token_hint =
    hint === undefined ? undefined : await prepareIdTokenHint(context, hint, { encryption: hintEncryption, signal });
  const state = redirectUri === undefined ? undefined : randomBase64url(32, context.random);
  const message: EndSessionRequest = {
    ...parameters,
    client_id: context.clientId,
    ...(id_token_hint === undefined ? {} : { id_token_hint }),
    ...(redirectUri === undefined || state === undefined ? {} : { post_logout_redirect_uri: redirectUri, state }),
  };
  const options = { extra, postLogoutRedirectUris: registered };
  const transaction: EndSessionTransaction = {
    issuer: context.metadata.issuer,
    clientId: context.clientId,
    ...(redirectUri === undefined || state === undefined ? {} : { postLogoutRedirectUri: redirectUri, state }),
    createdAt: context.clock(),
  };
  return Object.freeze({
    url: buildEndSessionUrl(context, message, options),
    form: buildEndSessionForm(context, message, options),
    transaction: Object.freeze(transaction),
  });
}

/** The ID token as it came; a refresh need not have brought one. It goes to its own issuer only. */
function findHint(tokens: TokenSet, { metadata }: ExchangeContext): string | undefined {
  requireSameIssuer(requireTokenSet(tokens), metadata.issuer);
  return tokens.claims === undefined ? undefined : tokens.response.id_token;
}

/** Callers without types: a request parameter that the client makes is refused, not sent. */
function refuseMadeByClient(parameters: object): void {
  const parameter = ["id_token_hint", "client_id", "state"].find((name) => Object.hasOwn(parameters, name));
  if (parameter === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The client makes ${parameter} itself.`,
    parameter,
    specification: specification("oidc-rp-initiated", "2", [oidcRpInitiatedLabel]),
    remedy: parameter === "id_token_hint" ? "Pass the token set as the first argument." : undefined,
  });
}
