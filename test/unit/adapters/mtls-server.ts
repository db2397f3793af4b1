import type { RequestListener } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { TLSSocket } from "node:tls";
import { makeCertificate, type TestCertificate } from "../../fixtures/certificates.ts";

/** An HTTPS server on this machine that asks for client certificates. */
export interface MtlsServer {
  /** `https://127.0.0.1:` and the port. */
  readonly origin: string;
  /** How many connections were made. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Who issues, who serves, and who calls. */
export const authority: TestCertificate = makeCertificate("Test authority");
export const serverCertificate: TestCertificate = makeCertificate("127.0.0.1", authority);
export const clientCertificate: TestCertificate = makeCertificate("client-1", authority);

/** Starts a server that accepts certificates of the authority only. */
export async function startMtlsServer(listener: RequestListener, options: ServerOptions = {}): Promise<MtlsServer> {
  const { cert, key } = serverCertificate;
  const server = createServer({ cert, key, ca: authority.cert, requestCert: true, ...options }, listener);
  let count = 0;
  server.on("secureConnection", () => {
    count += 1;
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    origin: `https://127.0.0.1:${address.port}`,
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The common name of the certificate that a request came with. */
export function callerOf(request: Parameters<RequestListener>[0]): string {
  const socket: object = request.socket;
  return isTls(socket) ? String(socket.getPeerCertificate().subject?.CN) : "";
}

function isTls(socket: object): socket is TLSSocket {
  return "getPeerCertificate" in socket;
}
