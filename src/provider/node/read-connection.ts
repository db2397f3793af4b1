import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Connection } from "../http/connection.ts";
import { readCertificateHeader } from "./certificate-header.ts";
import { forwardedAddress, readAddress } from "./forwarded-address.ts";
import type { SetServeOptions } from "./serve-options.ts";

/** Makes what tells of a request what its connection knows. What stays the same on a connection is read once. */
export function createConnectionReader({
  trustedProxies,
  certificateHeader,
}: Pick<SetServeOptions, "trustedProxies" | "certificateHeader">): (incoming: IncomingMessage) => Connection {
  const bySocket = new WeakMap<Socket, Connection>();

  function ofSocket(socket: Socket): Connection {
    const known = bySocket.get(socket);
    if (known !== undefined) return known;
    const connection = { ...readSocket(socket), ...(trustedProxies === 0 ? { isDirect: true } : {}) };
    bySocket.set(socket, connection);
    return connection;
  }

  return ({ socket, headers }) => {
    const connection = ofSocket(socket);
    if (trustedProxies === 0) return connection;
    const peer = connection.remoteAddress;
    const remoteAddress = forwardedAddress(headers["x-forwarded-for"], { peer, trustedProxies });
    if (certificateHeader === undefined) return { ...connection, remoteAddress };
    const { name, encoding, isChainVerified = false } = certificateHeader;
    const clientCertificate = readCertificateHeader(headers[name.toLowerCase()], encoding);
    // The certificate of the connection is the proxy's own.
    const isCertificateTrusted = clientCertificate === undefined ? undefined : isChainVerified;
    return { ...connection, remoteAddress, clientCertificate, isCertificateTrusted };
  };
}

function readSocket(socket: Socket): Connection {
  const remoteAddress = readAddress(socket.remoteAddress ?? "");
  // Node's parser ends a body at Content-Length, and refuses a request that has Transfer-Encoding besides.
  const plain = { remoteAddress, isLengthEnforced: true, takesLightResponses: true };
  if (!(socket instanceof TLSSocket)) return plain;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return plain;
  // A connection that resumes a session counts as authorized even without a certificate.
  return { ...plain, clientCertificate: new Uint8Array(certificate.raw), isCertificateTrusted: socket.authorized };
}
