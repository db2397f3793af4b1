import { nodePrograms } from "../programs/node-programs.ts";
import { createSite } from "../programs/relying-party.ts";
import { servePrograms } from "../programs/serve-programs.ts";

declare const Bun: {
  readonly serve: (options: {
    readonly hostname: string;
    readonly port: number;
    readonly fetch: (request: Request) => Promise<Response>;
  }) => { readonly port: number };
};

const handle = servePrograms({ programs: nodePrograms, createSite });
const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: handle });
console.log(JSON.stringify({ port }));
