import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { decodeBase64 } from "../util/base64.ts";
import { digestBase64url } from "./hash.ts";

/**
 * Calculates `x5t#S256`, the SHA-256 thumbprint of a certificate, to which tokens are bound over mutual TLS.
 *
 * @param certificate - the certificate in DER, as PEM text, or as an entry of `x5c`; of several in one PEM text the first counts
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for text that is none of these
 * @see RFC 8705 §3.1
 * @see RFC 7515 §4.1.8
 */
export async function certificateThumbprint(certificate: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return digestBase64url("SHA-256", typeof certificate === "string" ? readText(certificate) : certificate);
}

function readText(text: string): Uint8Array<ArrayBuffer> {
  const body = pemBody.exec(text)?.[1] ?? text;
  const octets = decodeBase64(body.replaceAll(/[ \t\r\n]/g, ""));
  // Every certificate is a sequence, which begins with this octet.
  if (octets?.[0] === derSequence) return octets;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: "A certificate must be PEM text, or DER in base64.",
    specification: specification("rfc7515", "4.1.6"),
  });
}

const pemBody = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/;
const derSequence = 0x30;
