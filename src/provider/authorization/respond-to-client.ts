import { responseModes } from "../../constants/response-modes.ts";
import { encodeForm, type FormParameter } from "../../schema/form.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { renderPage } from "../pages/render.ts";
import type { ReturnAddress } from "./return-address.ts";
import { signAuthorizationResponse } from "./sign-authorization-response.ts";

/** What a client is answered: a code, or an error. */
export interface ClientAnswer {
  readonly address: ReturnAddress;
  readonly parameters: Readonly<Record<string, string>>;
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[] | undefined;
}

/**
 * Sends an answer to the client through the browser, with `state` as it came and `iss`: in the query, the fragment or a form, plain or as one signed JWT.
 * @see RFC 6749 §4.1.2
 * @see RFC 9207 §2
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export async function respondToClient(
  context: ProviderContext,
  request: EndpointRequest,
  { address, parameters, cookies = [] }: ClientAnswer,
): Promise<Response> {
  const { redirectUri, responseMode, state } = address;
  const answer = { ...parameters, ...(state === undefined ? {} : { state }) };
  const isSigned = responseMode === responseModes.jwt || responseMode.endsWith(".jwt");
  const sent = isSigned
    ? { response: await signAuthorizationResponse(context, address.client, answer) }
    : { ...answer, iss: context.issuer };
  const [transport = "query"] = responseMode.split(".");
  if (transport === responseModes.formPost) {
    const view = { action: redirectUri, parameters: sent };
    return renderPage(context, request, "formPost", view, { cookies, formAction: [redirectUri] });
  }
  const query = encodeForm(Object.entries(sent).map(([name, value]): FormParameter => [name, value]));
  const location = transport === responseModes.fragment ? `${redirectUri}#${query}` : appendTo(redirectUri, query);
  return redirect(location, cookies);
}

/** Adds to the query that a redirect URI has, which stays as it is registered. */
function appendTo(uri: string, query: string): string {
  if (!uri.includes("?")) return `${uri}?${query}`;
  return uri.endsWith("?") || uri.endsWith("&") ? `${uri}${query}` : `${uri}&${query}`;
}
