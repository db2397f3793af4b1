import { waitUntil } from "cloudflare:workers";
import { createWorkerHandler, type Worker } from "ts-identity-model/worker";
import { clientPrograms } from "../programs/client-programs.ts";
import { createSite } from "../programs/relying-party.ts";
import { servePrograms } from "../programs/serve-programs.ts";

/** What the module of the worker exports by default. */
export const worker: Worker<object, unknown> = createWorkerHandler(() =>
  servePrograms({
    programs: clientPrograms,
    createSite: (surroundings) => createSite(surroundings, waitUntil),
  }),
);
