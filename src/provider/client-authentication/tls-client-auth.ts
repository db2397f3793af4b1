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

/** RFC 8705 §2.1.2: exactly one name is registered, as the schema of client metadata demands. */
function hasRegisteredName(names: CertificateNames, metadata: ClientMetadata): boolean {
  const found = nameChecks.flatMap(([member, check]) => {
    const registered = metadata[member];
    return registered === undefined ? [] : [check(names, registered)];
  });
  return found.length === 1 && found[0] === true;
}

type NameCheck = (names: CertificateNames, registered: string) => boolean;

const nameChecks: readonly (readonly [member: NameMember, check: NameCheck])[] = [
  ["tls_client_auth_subject_dn", hasSubject],
  ["tls_client_auth_san_dns", ({ dns }, registered) => dns.includes(registered)],
  ["tls_client_auth_san_uri", ({ uri }, registered) => uri.includes(registered)],
  ["tls_client_auth_san_ip", hasAddress],
  ["tls_client_auth_san_email", ({ email }, registered) => email.includes(registered)],
];

function hasSubject({ subject }: CertificateNames, registered: string): boolean {
  const name = parseDistinguishedName(registered);
  return name !== undefined && equalNames(name, subject);
}

function hasAddress({ ip }: CertificateNames, registered: string): boolean {
  const address = parseIpAddress(registered)?.join(".");
  return address !== undefined && ip.some((octets) => octets.join(".") === address);
}

type NameMember =
  | "tls_client_auth_subject_dn"
  | "tls_client_auth_san_dns"
  | "tls_client_auth_san_uri"
  | "tls_client_auth_san_ip"
  | "tls_client_auth_san_email";
