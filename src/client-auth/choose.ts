import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ClientAuthentication } from "./client-authentication.ts";
import { clientSecretBasic } from "./client-secret-basic.ts";
import { clientSecretJwt } from "./client-secret-jwt.ts";
import { clientSecretPost } from "./client-secret-post.ts";
import { none } from "./none.ts";
import { type ClientKey, privateKeyJwt } from "./private-key-jwt.ts";
import { selfSignedTlsClientAuth, tlsClientAuth } from "./tls-client-auth.ts";

/** What a client has to authenticate with. Wire names are those of the client's registration. */
export interface ClientCredentials {
  readonly client_secret?: string | undefined;
  /** The method that the client was registered with; decides alone. */
  readonly token_endpoint_auth_method?: string | undefined;
  readonly key?: ClientKey | undefined;
}

/**
 * Chooses the authentication of a client that names none.
 *
 * The registered `token_endpoint_auth_method` decides where there is one. Otherwise the first that the server supports and
 * the credentials allow: `private_key_jwt`, `client_secret_basic`, `client_secret_post`, `client_secret_jwt`. The last comes
 * last because clients are rarely registered for it, even where a server supports it. Without credentials: `none`. A method
 * with a certificate (`tls_client_auth`, `self_signed_tls_client_auth`) is used only where it is registered, because only
 * the `fetch` of the calls knows the certificate.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_AUTH_METHOD` when nothing fits, naming both lists; `ERR_CONFIGURATION_KEY` for a secret or key that does not fit the method
 * @see RFC 8414 §2
 * @see RFC 7591 §2
 */
export function chooseClientAuthentication(
  metadata: Pick<AuthorizationServerMetadata, "token_endpoint_auth_methods_supported">,
  credentials: ClientCredentials,
): ClientAuthentication {
  const registered = credentials.token_endpoint_auth_method;
  if (registered !== undefined) return createRegistered(registered, credentials);
  const possible = listMethods().filter(({ needs }) => credentials[needs] !== undefined);
  if (possible.length === 0) return none();
  const supported: readonly string[] = metadata.token_endpoint_auth_methods_supported ?? [
    clientAuthenticationMethods.clientSecretBasic,
  ];
  const chosen = possible.find(({ method }) => supported.includes(method))?.create(credentials);
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError("ERR_CONFIGURATION_AUTH_METHOD", {
    message: `No client authentication fits: the credentials allow ${listNames(possible)}; the server supports ${supported.join(", ")}.`,
    specification: specification("rfc8414", "2"),
    parameter: "token_endpoint_auth_methods_supported",
    remedy: "Give the credentials of a supported method, or name the method as token_endpoint_auth_method.",
  });
}

function createRegistered(method: string, credentials: ClientCredentials): ClientAuthentication {
  const needsNothing = listMethodsWithoutCredential().find((candidate) => candidate.method === method);
  if (needsNothing !== undefined) return needsNothing.create();
  const known = listMethods().find((candidate) => candidate.method === method);
  const created = known?.create(credentials);
  if (created !== undefined) return created;
  const problem =
    known === undefined
      ? `is not one of ${listNames([...listMethods(), ...listMethodsWithoutCredential()])}`
      : `needs the ${known.needs}, which is not given`;
  throw new ConfigurationError("ERR_CONFIGURATION_AUTH_METHOD", {
    message: `The token_endpoint_auth_method ${JSON.stringify(method)} ${problem}.`,
    specification: specification("rfc7591", "2"),
    parameter: "token_endpoint_auth_method",
  });
}

function listNames(list: readonly Pick<Method, "method">[]): string {
  return list.map(({ method }) => method).join(", ");
}

interface Method {
  readonly method: string;
  /** The credential that it takes. */
  readonly needs: "key" | "client_secret";
  /** `undefined` without that credential. */
  readonly create: (credentials: ClientCredentials) => ClientAuthentication | undefined;
}

/** In order of preference. Not a constant, because a table that reads another one cannot be dropped by bundlers, nor the methods in it. */
function listMethods(): readonly Method[] {
  return [
    {
      method: clientAuthenticationMethods.privateKeyJwt,
      needs: "key",
      create: ({ key }) => (key === undefined ? undefined : privateKeyJwt(key)),
    },
    {
      method: clientAuthenticationMethods.clientSecretBasic,
      needs: "client_secret",
      create: (given) => withSecret(given, clientSecretBasic),
    },
    {
      method: clientAuthenticationMethods.clientSecretPost,
      needs: "client_secret",
      create: (given) => withSecret(given, clientSecretPost),
    },
    {
      method: clientAuthenticationMethods.clientSecretJwt,
      needs: "client_secret",
      create: (given) => withSecret(given, clientSecretJwt),
    },
  ];
}

/** Methods whose requests carry no credential of ours. */
function listMethodsWithoutCredential(): readonly { readonly method: string; create: () => ClientAuthentication }[] {
  return [
    { method: clientAuthenticationMethods.tlsClientAuth, create: tlsClientAuth },
    { method: clientAuthenticationMethods.selfSignedTlsClientAuth, create: selfSignedTlsClientAuth },
    { method: clientAuthenticationMethods.none, create: none },
  ];
}

function withSecret(
  { client_secret }: ClientCredentials,
  create: (secret: string) => ClientAuthentication,
): ClientAuthentication | undefined {
  return client_secret === undefined ? undefined : create(client_secret);
}
