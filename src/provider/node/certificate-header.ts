import { X509Certificate } from "node:crypto";
import { decodeBase64 } from "../../util/base64.ts";

/** How a proxy that ends TLS hands on the certificate of a client. */
export interface CertificateHeader {
  /** Name of the field: `Client-Cert`, `X-SSL-Client-Cert`. */
  readonly name: string;
  /** `rfc9440`: DER as base64 between colons (RFC 9440 §2.2); `escaped-pem`: PEM with percent signs (nginx `$ssl_client_escaped_cert`). */
  readonly encoding: "rfc9440" | "escaped-pem";
  /** Whether the proxy passes on only certificates whose chain it has verified. Default `false`. */
  readonly isChainVerified?: boolean | undefined;
}

/**
 * Reads a certificate from a header field as DER; what is no single certificate is none.
 * @see RFC 9440 §2.2
 */
export function readCertificateHeader(
  value: string | readonly string[] | undefined,
  encoding: CertificateHeader["encoding"],
): Uint8Array<ArrayBuffer> | undefined {
  if (typeof value !== "string" || value === "" || value.length > maxLength) return undefined;
  try {
    const text = encoding === "rfc9440" ? readByteSequence(value) : readPem(value);
    return text === undefined ? undefined : new Uint8Array(new X509Certificate(text).raw);
  } catch {
    return undefined;
  }
}

function readByteSequence(value: string): Uint8Array | undefined {
  return decodeBase64(/^:([^:]+):$/.exec(value)?.[1] ?? "");
}

function readPem(value: string): string | undefined {
  const pem = decodeURIComponent(value).trim();
  const isSingle = pem.startsWith("-----BEGIN CERTIFICATE-----") && pem.indexOf("-----BEGIN", 1) === -1;
  return isSingle ? pem : undefined;
}

const maxLength = 16_384;
