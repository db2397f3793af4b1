import { isRecord } from "../../schema/is-record.ts";
import { decodeBase64 } from "../../util/base64.ts";
import { encodeBase64url } from "../../util/base64url.ts";
import { clientKeySource } from "../clients/client-keys.ts";
import type { AuthenticationMethod } from "./authentication-method.ts";

/**
 * Clients that are known by their certificate itself, whoever issued it: it is the first one in the `x5c` of one of their keys. The handshake has proved its key.
 * @see RFC 8705 §2.2
 */
export const selfSignedTlsClientAuthMethod: AuthenticationMethod = {
  isProof: true,
  async verify(context, { client, credentials, request }) {
    if (credentials.via !== "nothing") return "another method than the registered one";
    const { clientCertificate } = request.connection;
    if (clientCertificate === undefined) return "no client certificate";
    const wanted = encodeBase64url(clientCertificate);
    const source = clientKeySource(context, client);
    const keys = await source.find({ alg: "none" }, request.raw.signal);
    if (keys.some((key) => certificateOf(key) === wanted)) return undefined;
    // The client may have a new certificate.
    const newer = (await source.refresh?.(request.raw.signal)) ?? keys;
    const isKnown = newer !== keys && newer.some((key) => certificateOf(key) === wanted);
    return isKnown ? undefined : "a client certificate that is not registered";
  },
};

function certificateOf(key: unknown): string | undefined {
  const chain: unknown = isRecord(key) ? key.x5c : undefined;
  const [first]: readonly unknown[] = Array.isArray(chain) ? chain : [];
  const octets = typeof first === "string" ? decodeBase64(first) : undefined;
  return octets === undefined ? undefined : encodeBase64url(octets);
}
