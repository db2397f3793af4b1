import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as openidClient from "openid-client";
import { importBuilt } from "./built.ts";
import { race } from "./measure.ts";
import { type Section, timeRow } from "./report.ts";

/** Whole calls over HTTP to a server process on this machine, with the platform's own `fetch` and kept connections. */
export async function benchLoopback(): Promise<Section> {
  const server = await startServer();
  try {
    const issuer = server.origin;
    const metadata = { issuer, token_endpoint: `${issuer}/token`, response_types_supported: ["code"] };
    const { createClient } = await importBuilt<typeof import("../src/index.ts")>("src/index.js");
    const ourClient = createClient({ issuer, client: { client_id: "web", client_secret: secret }, metadata });
    const configuration = new openidClient.Configuration(
      metadata,
      "web",
      secret,
      openidClient.ClientSecretBasic(secret),
    );
    openidClient.allowInsecureRequests(configuration);
    const [ours, peer] = await race(
      [
        { name: "ours", run: () => ourClient.clientCredentials({ scope: "orders:read" }) },
        {
          name: "openid-client",
          run: () => openidClient.clientCredentialsGrant(configuration, { scope: "orders:read" }),
        },
      ],
      { rounds: 31, turnMs: 100 },
    );
    return {
      rows: [timeRow("client credentials over HTTP", { ours, peer }, 1.05)],
      notes: ["One call at a time to a node:http server in a process of its own; ours validates the whole answer."],
    };
  } finally {
    server.close();
  }
}

async function startServer(): Promise<{ readonly origin: string; close(): void }> {
  const child = fork(fileURLToPath(new URL("./loopback-server.ts", import.meta.url)));
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { origin: `http://127.0.0.1:${String(port)}`, close: () => void child.kill() };
}

const secret = "s3cr3t-s3cr3t-s3cr3t";
