import { createWorkerHandler, type Worker } from "ts-identity-model/worker";
import { runProvider } from "../programs/provider.ts";
import { servePrograms } from "../programs/serve-programs.ts";

/** What the module of the worker exports by default. */
export const worker: Worker<object, unknown> = createWorkerHandler(() =>
  servePrograms({ programs: { provider: runProvider } }),
);
