import { runClientCredentials } from "./client-credentials.ts";
import { runCodeFlow } from "./code-flow.ts";
import type { Program } from "./program.ts";
import { runResourceServer } from "./resource-server.ts";
import { runTokenManagers } from "./token-managers.ts";

/** What needs nothing but the Web's own interfaces. */
export const clientPrograms: Readonly<Record<string, Program>> = {
  "client-credentials": runClientCredentials,
  "code-flow": runCodeFlow,
  "resource-server": runResourceServer,
  "token-managers": runTokenManagers,
};
