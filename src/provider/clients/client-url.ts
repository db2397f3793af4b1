import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import type { ProviderContext } from "../context.ts";
import { isPublicHost } from "../http/public-host.ts";

/**
 * Whether the provider may fetch a URL that a client has named: `https`, without credentials, and neither this machine nor a private network, as far as the URL
 * tells; `http` on the loopback interface where the issuer is there too. The option `clientAuthentication.allowUrl` decides in place of the look at
 * the host: it may resolve the name.
 * @see OpenID Connect Core §6.2
 */
export async function mayFetchClientUrl({ issuer, options }: ProviderContext, text: string): Promise<boolean> {
  const url = parseUrl(text);
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  const isLocal = isLoopbackHost(url.hostname) && isLoopbackHost(parseUrl(issuer)?.hostname ?? "");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) return false;
  const { allowUrl } = options.clientAuthentication ?? {};
  if (allowUrl !== undefined) return (await allowUrl(url)) === true;
  return isLocal || isPublicHost(url.hostname);
}
