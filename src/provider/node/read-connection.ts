import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Connection } from "../http/connection.ts";
import { forwardedAddress, readAddress } from "./forwarded-address.ts";
import type { SetServeOptions } from "./serve-options.ts";

/** Makes what tells of a request what its connection knows. What stays the same on a connection is read once. */
export function createConnectionReader({
  trustedProxies,
}: Pick<SetServeOptions, "trustedProxies">): (incoming: IncomingMessage) => Connection {
  const bySocket = new WeakMap<Socket, Connection>();

  function ofSocket(socket: Socket): Connection {
    const known = bySocket.get(socket);
    if (known !== undefined) return known;
    const connection = { ...readSocket(socket), isDirect: trustedProxies === 0 };
    bySocket.set(socket, connection);
    return connection;
  }

  return ({ socket, headers }) => {
    const connection = ofSocket(socket);
    if (trustedProxies === 0) return connection;
    const peer = connection.remoteAddress;
    const remoteAddress = forwardedAddress(headers["x-forwarded-for"], { peer, trustedProxies });
    // The certificate of the connection is the proxy's own; the provider reads the client's from the field that is configured.
    return { ...connection, remoteAddress, clientCertificate: undefined, isCertificateTrusted: undefined };
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
