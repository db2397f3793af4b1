// `npx tsx examples/apps/main.ts express`: the application of a framework on http://127.0.0.1:8080/profile, with a provider of its own. Sign in as ada, "correct horse battery".
import { createServer } from "node:http";
import { createIdentity } from "./identity.ts";
import { listeners } from "./listeners.ts";

const baseUrl = "http://127.0.0.1:8080";
process.env.APP_URL = baseUrl;
const { issuer } = await import("./provider.ts");

const name = process.argv[2] ?? "express";
const listener = await listeners[name]?.(createIdentity(issuer, baseUrl));
if (listener === undefined) throw new Error(`Choose one of ${Object.keys(listeners).join(", ")}.`);
createServer(listener).listen(8080, "127.0.0.1", () => console.log(`${name}: ${baseUrl}/profile`));
