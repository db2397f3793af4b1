import {
  type ClientAuthenticationMethod,
  clientAuthenticationMethods as methods,
} from "../../constants/client-authentication-methods.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { parseUrl } from "../../util/url.ts";

/** How clients prove who they are. */
export interface ClientAuthenticationOptions {
  /**
   * The methods that are accepted and announced. Default: `client_secret_basic`, `client_secret_post`, `client_secret_jwt`, `private_key_jwt`, `none`, and where
   * `certificateHeader` or `certificateOrigin` is set or a client of the configuration uses one of them, `tls_client_auth` and `self_signed_tls_client_auth`. With a profile of FAPI 2.0 only those
   * with a key or a certificate are accepted.
   */
  readonly methods?: readonly ClientAuthenticationMethod[] | undefined;
  /**
   * Header field in which a proxy passes on the client's certificate: the `Client-Cert` of RFC 9440, or PEM that is percent-encoded, as nginx writes it. The proxy must
   * remove the field from what clients send. Where it is set, the certificate of the connection itself is the proxy's, and is not looked at. `serveProvider` has the field
   * believed only with `trustedProxies`; who calls `provider.fetch` behind a server of their own sees to it themselves, or says `isDirect` to `provider.handle`. Default: none.
   */
  readonly certificateHeader?: string | undefined;
  /**
   * Origin, such as `https://mtls.id.example.com`, under which the same endpoints ask for client certificates; announced as `mtls_endpoint_aliases`, so that browsers, which
   * would ask their users for a certificate, keep to the issuer's own. Default: none, the issuer's own origin asks.
   * @see RFC 8705 §5
   */
  readonly certificateOrigin?: string | undefined;
  /** Whether the proxy passes on only certificates whose chain it has verified, which `tls_client_auth` needs. Default `false`. */
  readonly isProxyVerifyingCertificates?: boolean | undefined;
  /**
   * Decides which URLs of clients, such as their `jwks_uri`, the provider may fetch, in place of the default: no address and no name of this machine or of a private
   * network, unless the issuer is on the loopback interface itself. It may resolve the name. The scheme is checked in any case.
   */
  readonly allowUrl?: ((url: URL) => boolean | Promise<boolean>) | undefined;
  /** Refuses client assertions that do not say in their header that they are some (`typ` is `client-authentication+jwt`). Default `false`. */
  readonly requireAssertionType?: boolean | undefined;
}

/** What decides besides the options. */
export interface MethodUse {
  /** Methods of the clients of the configuration. */
  readonly used: readonly string[];
  /** Whether the profile is one of FAPI 2.0, which knows no shared secrets. */
  readonly isFapi: boolean;
}

/**
 * Checks the options, and gives the methods that are accepted.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming what can't be used
 */
export function readAuthenticationMethods(
  options: ClientAuthenticationOptions | undefined,
  { used, isFapi }: MethodUse,
): readonly string[] {
  if (options !== undefined)
    checkOptionNames(options, optionNames, { of: "createProvider", at: "clientAuthentication" });
  const { certificateHeader, certificateOrigin, methods: accepted, isProxyVerifyingCertificates } = options ?? {};
  if (certificateHeader !== undefined && !/^[!#$%&'*+.^_`|~\w-]+$/.test(certificateHeader))
    throw wrong("certificateHeader", "must be the name of a header field");
  if (certificateOrigin !== undefined && !isSecureOrigin(certificateOrigin))
    throw wrong("certificateOrigin", "must be an https origin: no path, no slash at the end");
  if (isProxyVerifyingCertificates === true && certificateHeader === undefined)
    throw wrong("isProxyVerifyingCertificates", "needs certificateHeader beside it");
  if (accepted === undefined) {
    const isTold = certificateHeader !== undefined || certificateOrigin !== undefined;
    const needsTls = isTold || used.some((method) => tlsMethods.includes(method));
    return [...(isFapi ? [methods.privateKeyJwt] : usualMethods), ...(needsTls ? tlsMethods : [])];
  }
  const known = [...(isFapi ? [methods.privateKeyJwt] : usualMethods), ...tlsMethods];
  if (!Array.isArray(accepted) || accepted.length === 0 || !accepted.every((method) => known.includes(method)))
    throw wrong("methods", `must be a list of ${known.join(", ")}`);
  const foreign = used.find((method) => !accepts(accepted, method));
  if (foreign !== undefined) throw wrong("methods", `must have ${foreign}, which a client of the configuration uses`);
  return [...new Set<string>(accepted)];
}

/** Whether clients of a method are accepted: a client of `client_secret_basic` may also post its secret, and the other way round. */
export function accepts(accepted: readonly string[], method: string): boolean {
  return (
    accepted.includes(method) ||
    (secretMethods.includes(method) && secretMethods.some((each) => accepted.includes(each)))
  );
}

function isSecureOrigin(text: unknown): boolean {
  const url = typeof text === "string" ? parseUrl(text) : undefined;
  return url !== undefined && url.protocol === "https:" && url.origin === text;
}

function wrong(name: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `clientAuthentication.${name} ${rule}.`,
    parameter: `clientAuthentication.${name}`,
  });
}

const secretMethods: readonly string[] = [methods.clientSecretBasic, methods.clientSecretPost];
const tlsMethods: readonly string[] = [methods.tlsClientAuth, methods.selfSignedTlsClientAuth];
const usualMethods: readonly string[] = [
  ...[methods.clientSecretBasic, methods.clientSecretPost, methods.clientSecretJwt],
  ...[methods.privateKeyJwt, methods.none],
];
const optionNames: OptionNames<ClientAuthenticationOptions> = {
  methods: true,
  certificateHeader: true,
  certificateOrigin: true,
  isProxyVerifyingCertificates: true,
  allowUrl: true,
  requireAssertionType: true,
};
