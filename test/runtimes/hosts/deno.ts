import { nodePrograms } from "../programs/node-programs.ts";
import { createSite } from "../programs/relying-party.ts";
import { servePrograms } from "../programs/serve-programs.ts";

declare const Deno: {
  readonly serve: (
    options: { readonly hostname: string; readonly port: number; readonly onListen: (address: object) => void },
    handler: (request: Request) => Promise<Response>,
  ) => unknown;
};

const handle = servePrograms({ programs: nodePrograms, createSite });
const onListen = (address: object): void => console.log(JSON.stringify(address));
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, handle);
