import { decodeBase64 } from "../../util/base64.ts";
import { readElements } from "../../util/der.ts";
import type { ProviderContext } from "../context.ts";
import type { Connection } from "../http/connection.ts";

/**
 * What is known of a connection whose TLS ends at a proxy: the certificate is the one that the proxy passes on in the configured header field, and never the proxy's
 * own. Without the option, and where the adapter knows that there is no proxy, it is the connection as it was.
 * @see RFC 9440 §2.2
 */
export function readProxiedConnection(
  { options }: ProviderContext,
  { headers }: Request,
  connection: Connection,
): Connection {
  const { certificateHeader, isProxyVerifyingCertificates = false } = options.clientAuthentication ?? {};
  if (certificateHeader === undefined || connection.isDirect === true) return connection;
  const clientCertificate = readCertificateField(headers.get(certificateHeader) ?? "");
  const isCertificateTrusted = clientCertificate !== undefined && isProxyVerifyingCertificates;
  return { ...connection, clientCertificate, isCertificateTrusted };
}

/** A certificate between colons, or as PEM that is percent-encoded; `undefined` for anything else, also for two fields that were joined. */
export function readCertificateField(field: string): Uint8Array<ArrayBuffer> | undefined {
  if (field === "" || field.length > longest) return undefined;
  const base64 = byteSequence.exec(field)?.[1] ?? readPem(field);
  const der = base64 === undefined ? undefined : decodeBase64(base64);
  return der !== undefined && readElements(der)?.length === 1 ? der : undefined;
}

function readPem(field: string): string | undefined {
  try {
    return pemForm.exec(decodeURIComponent(field))?.[1]?.replaceAll(/[\r\n\t ]/g, "");
  } catch {
    return undefined;
  }
}

const byteSequence = /^:([A-Za-z\d+/=]+):$/;
const pemForm = /^-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----\s*$/;
const longest = 32_768;
