import { mediaTypes } from "../../constants/media-types.ts";
import type { HttpAnswer } from "../../http/types.ts";
import { parseMediaTypeEssence } from "../../util/header-field.ts";
import { fetchClientResource } from "../clients/fetch-client-document.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Fetches the request object that a client keeps at an address it has registered: without redirects, within five seconds and 64 KiB, from no private network.
 * @returns the object, not verified
 * @throws ProtocolRefusal `request_uri_not_supported` where the option `fetchRequestObjects` is off; `invalid_request_uri` for an address that is not registered, that
 * gives no request object, or another one than its fragment says
 * @see OpenID Connect Core §6.2
 * @see RFC 9101 §5.2
 */
export async function fetchRequestObject(
  context: ProviderContext,
  { metadata }: RegisteredClient,
  requestUri: string,
): Promise<string> {
  if (context.options.fetchRequestObjects !== true)
    throw refuse("request_uri_not_supported", "request_uri must be one that this server gave out (RFC 9126, 2.2).");
  const { url, fragment } = splitFragment(requestUri);
  if (!(metadata.request_uris ?? []).some((registered) => matches(registered, requestUri)))
    throw unusable("it is not one that the client has registered");
  const text = await fetchObject(context, url);
  // The hash says that the content is that of the moment when the client named it.
  if (fragment !== undefined && sha256(text) !== fragment)
    throw unusable("its content has not the hash of its fragment");
  return text;
}

/** The same address; a fragment that was registered must be there too, and one that was not may be. */
function matches(registered: string, requestUri: string): boolean {
  const { url, fragment } = splitFragment(registered);
  return fragment === undefined ? url === splitFragment(requestUri).url : registered === requestUri;
}

function splitFragment(uri: string): { readonly url: string; readonly fragment: string | undefined } {
  const at = uri.indexOf("#");
  return at < 0 ? { url: uri, fragment: undefined } : { url: uri.slice(0, at), fragment: uri.slice(at + 1) };
}

async function fetchObject(context: ProviderContext, url: string): Promise<string> {
  const accept = acceptedTypes.join(", ");
  let answer: HttpAnswer;
  try {
    answer = await fetchClientResource(context, { url, name: "request_uri", accept, maxBytes: maxObjectBytes });
  } catch (cause) {
    throw unusable("it can't be fetched", cause);
  }
  const type = parseMediaTypeEssence(answer.headers.get("content-type")) ?? "";
  if (!acceptedTypes.includes(type)) throw unusable("its content is not declared to be a request object");
  return answer.text;
}

function unusable(reason: string, cause?: unknown): Error {
  const description =
    "The request_uri must be registered by the client, and give a request object of the media type application/oauth-authz-req+jwt, the one that its fragment names.";
  return refuse("invalid_request_uri", { description, reason: `request_uri: ${reason}`, cause });
}

const acceptedTypes: readonly string[] = [mediaTypes.requestObject, "application/jwt"];
const maxObjectBytes = 65_536;
