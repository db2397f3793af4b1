import { createClient } from "ts-identity-model";
import { signInOnLoopback } from "ts-identity-model/adapters/loopback";
import { nodeTokenDigest } from "ts-identity-model/adapters/node-digest";
import { createProvider } from "ts-identity-model/provider";
import { serveProvider } from "ts-identity-model/provider/node";
import { clientPrograms } from "./client-programs.ts";
import { codeOf, type Facts, type Program, type Surroundings, signInElsewhere } from "./program.ts";
import { runProvider } from "./provider.ts";

/** All that run-times can do which have Node's own modules. */
export const nodePrograms: Readonly<Record<string, Program>> = {
  ...clientPrograms,
  provider: runProvider,
  "served-provider": runServedProvider,
  loopback: runLoopback,
};

/** A provider at a port of its own: discovery, a token, a body that is too large; and its end. */
async function runServedProvider(): Promise<Facts> {
  const secret = "service-secret";
  const clients = [{ client_id: "service", client_secret: secret, grant_types: ["client_credentials"] }];
  const { issuer, close } = await serveProvider((url) => createProvider({ issuer: url, clients }), { port: 0 });
  const client = createClient({ issuer, client: { client_id: "service", client_secret: secret } });
  const { response } = await client.clientCredentials();
  const health = await fetch(`${issuer}/health`);
  const body = new URLSearchParams({ grant_type: "client_credentials", scope: "x".repeat(200_000) });
  const tooLarge = await fetch(`${issuer}/token`, { method: "POST", body });
  const facts = { tokenType: response.token_type, health: health.status, tooLarge: tooLarge.status };
  await Promise.all([health.body?.cancel(), tooLarge.body?.cancel()]);
  await close();
  const stranger = createClient({ issuer, client: { client_id: "service", client_secret: secret } });
  return { ...facts, afterwards: await codeOf(stranger.clientCredentials()) };
}

/** A login on the loopback interface, and a callback with another state before it; the digest of Node's. */
async function runLoopback(surroundings: Surroundings): Promise<Facts> {
  const { issuer } = surroundings;
  const client = createClient({ issuer, client: { client_id: "cli", redirect_uris: ["http://127.0.0.1/callback"] } });
  const statuses: number[] = [];
  let page: Promise<string> | undefined;
  const { claims } = await signInOnLoopback(client, {
    parameters: { scope: "openid" },
    openBrowser: async (url) => {
      const callback = await signInElsewhere(surroundings, { url });
      const forged = new URL(callback);
      forged.searchParams.set("state", "another");
      statuses.push(await visit(forged.href));
      // Its answer comes when the code has been redeemed.
      page = fetch(callback).then((response) => response.text());
    },
  });
  const shown = /You are signed in\./.test((await page) ?? "");
  const digest = await nodeTokenDigest("abc");
  return { subject: claims.sub, statuses, shown, digest: typeof digest };
}

async function visit(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}
