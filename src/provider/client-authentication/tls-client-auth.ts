import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { parseIpAddress } from "../http/ip-address.ts";
import type { AuthenticationMethod } from "./authentication-method.ts";
import { type CertificateNames, readCertificateNames } from "./certificate-names.ts";
import { equalNames, parseDistinguishedName } from "./distinguished-name.ts";

/**
 * Clients that a certificate names: its chain is verified by whoever accepted the connection, and the one name that is registered is compared character by character.
 * @see RFC 8705 §2.1
 */
export const tlsClientAuthMethod: AuthenticationMethod = {
  isProof: true,
  verify(_context, { client, credentials, request }) {
    if (credentials.via !== "nothing") return "another method than the registered one";
    const { clientCertificate, isCertificateTrusted } = request.connection;
    if (clientCertificate === undefined) return "no client certificate";
    if (isCertificateTrusted !== true) return "a client certificate whose chain is not verified";
    const names = readCertificateNames(clientCertificate);
    if (names === undefined) return "a client certificate that can't be read";
    return hasRegisteredName(names, client.metadata) ? undefined : "a client certificate with another name";
  },
};

/** RFC 8705 §2.1.2: exactly one name is registered. */
function hasRegisteredName(names: CertificateNames, metadata: ClientMetadata): boolean {
  const subject = metadata.tls_client_auth_subject_dn;
  const dns = metadata.tls_client_auth_san_dns;
  const uri = metadata.tls_client_auth_san_uri;
  const ip = metadata.tls_client_auth_san_ip;
  const email = metadata.tls_client_auth_san_email;
  if ([subject, dns, uri, ip, email].filter((name) => name !== undefined).length !== 1) return false;
  if (subject !== undefined) {
    const registered = parseDistinguishedName(subject);
    return registered !== undefined && equalNames(registered, names.subject);
  }
  if (dns !== undefined) return names.dns.includes(dns);
  if (uri !== undefined) return names.uri.includes(uri);
  if (email !== undefined) return names.email.includes(email);
  const address = parseIpAddress(ip ?? "")?.join(".");
  return address !== undefined && names.ip.some((octets) => octets.join(".") === address);
}
