import { clientPrograms } from "../programs/client-programs.ts";
import { runProvider } from "../programs/provider.ts";
import { createSite } from "../programs/relying-party.ts";
import { servePrograms } from "../programs/serve-programs.ts";

declare const Deno: {
  readonly serve: (
    options: { readonly hostname: string; readonly port: number; readonly onListen: (address: object) => void },
    handler: (request: Request) => Promise<Response>,
  ) => unknown;
};

const handle = servePrograms({ programs: { ...clientPrograms, provider: runProvider }, createSite });
const onListen = (address: object): void => console.log(JSON.stringify(address));
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, handle);
