/** What the server that accepted a connection knows of it. A header field of the request never says any of this. */
export interface Connection {
  /** Address of the peer, or of the one that the nearest trusted proxy named. */
  readonly remoteAddress?: string | undefined;
  /** The client certificate of the TLS connection, as DER, when the handshake proved its key. */
  readonly clientCertificate?: Uint8Array<ArrayBuffer> | undefined;
  /** Whether the certificate's chain was verified up to a trusted authority. */
  readonly isCertificateTrusted?: boolean | undefined;
  /** Whether no proxy stands between the peer and this server: header fields that only a proxy may set are not believed then. Default: unknown, and they are believed where one is configured. */
  readonly isDirect?: boolean | undefined;
  /** Whether the body can't be longer than `Content-Length` says, because an HTTP parser has counted it. Default: no. */
  readonly isLengthEnforced?: boolean | undefined;
  /** Whether who asks takes responses that are not yet the platform's own, as `ts-identity-model/provider/node` does. Default: no. */
  readonly takesLightResponses?: boolean | undefined;
}

/** A request as endpoints see it. */
export interface EndpointRequest {
  readonly raw: Request;
  /** Path of the route, such as `/token`. */
  readonly path: string;
  /** Parameters of the path, decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly connection: Connection;
}
