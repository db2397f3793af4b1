import { createClient } from "ts-identity-model";
import { createMtlsFetch, type MtlsFetch } from "ts-identity-model/adapters/node-mtls";
import { tlsClientAuth } from "ts-identity-model/client-auth";

/** A client that authenticates with its certificate. */
export function connect(cert: string, key: string, ca: Uint8Array) {
  const fetch: MtlsFetch = createMtlsFetch({ cert, key, ca, minVersion: "TLSv1.3" });
  return createClient({
    issuer: "https://id.example.com",
    client: { client_id: "web" },
    auth: tlsClientAuth(),
    fetch,
  });
}
