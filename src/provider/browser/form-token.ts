import { equalConstantTime } from "../../util/constant-time.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readParameter } from "../http/read-form.ts";
import { readBrowserId } from "./browser-id.ts";
import { refuseForm, requireSameOrigin } from "./same-origin.ts";

/** Makes the token of a form: good for one browser and one purpose, such as `consent` of one interaction. */
export async function createFormToken(context: ProviderContext, browserId: string, purpose: string): Promise<string> {
  return hmacSha256(await context.keys.secret("form"), [browserId, purpose]);
}

/**
 * Makes sure that a form was sent by a page of the provider, which was shown in the same browser for the same purpose. To be called before anything else.
 * @throws ProtocolRefusal `access_denied` (403)
 * @see RFC 9700 §4.7
 */
export async function requireFormToken(
  context: ProviderContext,
  request: EndpointRequest,
  form: URLSearchParams,
  purpose: string,
): Promise<void> {
  requireSameOrigin(context, request);
  const browserId = readBrowserId(context, request);
  if (browserId === undefined) throw refuseForm("cookie-missing");
  const token = readParameter(form, "csrf_token");
  if (token === undefined) throw refuseForm("form-token-missing");
  if (!equalConstantTime(token, await createFormToken(context, browserId, purpose)))
    throw refuseForm("form-token-wrong");
}
