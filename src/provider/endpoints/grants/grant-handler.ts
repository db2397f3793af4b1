import type { TokenResponse } from "../../../../generated/messages/token-response.ts";
import type { AuthenticatedClient } from "../../client-authentication/authenticate-client.ts";
import type { ProviderContext } from "../../context.ts";
import type { EndpointRequest } from "../../http/connection.ts";
import type { ProviderOptions } from "../../options.ts";
import type { TokenBinding } from "../../tokens/bind-token.ts";

/** A request at the token endpoint whose client is known. */
export interface TokenCall extends AuthenticatedClient {
  readonly request: EndpointRequest;
  readonly form: URLSearchParams;
  readonly binding: TokenBinding;
}

/** Answers the token requests of one grant type. */
export interface GrantHandler {
  readonly grantType: string;
  /** Whether it is there at all with these options. Default: it is. */
  readonly isOffered?: ((options: ProviderOptions) => boolean) | undefined;
  readonly handle: (context: ProviderContext, call: TokenCall) => Promise<TokenResponse>;
}
