import { createClient } from "ts-identity-model";
import { signInOnLoopback } from "ts-identity-model/adapters/loopback";

const client = createClient({ issuer: "https://id.example.com", client: { client_id: "cli" } });

export async function login(): Promise<string> {
  const { claims } = await signInOnLoopback(client, { host: "[::1]", timeoutMs: 1000 });
  return claims.sub;
}
