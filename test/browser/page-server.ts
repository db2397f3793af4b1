import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createProvider } from "../../src/provider/create-provider.ts";
import type { PageOptions } from "../../src/provider/pages/page-options.ts";
import { renderPage } from "../../src/provider/pages/render.ts";
import type { Pages } from "../../src/provider/pages/views.ts";
import { createPagesContext } from "../fixtures/provider/pages-context.ts";
import { furtherSamples, samples } from "../fixtures/provider/pages-samples.ts";

/** A form that a page has posted. */
export interface PostedForm {
  readonly path: string;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** Shows every page with its sample at `/<name>`, on the loopback interface. */
export interface PageServer {
  readonly origin: string;
  readonly posted: PostedForm[];
  /** Paths that forms are answered with a redirect to; any other answer is a text. */
  redirectTo: string | undefined;
  /** Changes what a page is, before it is sent. */
  rewrite: ((html: string) => string) | undefined;
  readonly close: () => Promise<void>;
}

/** Names of all pages and further samples. */
export const pageNames: readonly string[] = [
  ...Object.keys(samples),
  ...furtherSamples.map(({ name }) => name),
  "openapi",
];

/** Starts the server. */
export async function startPageServer(options: PageOptions = {}): Promise<PageServer> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  const origin = `http://127.0.0.1:${address.port}`;
  const context = createPagesContext(options, origin);
  const provider = createProvider({
    issuer: origin,
    pages: options,
    admin: { clients: ["console"] },
    registration: {},
    ciba: { notify: async () => undefined },
  });
  const state: PageServer = {
    origin,
    posted: [],
    redirectTo: undefined,
    rewrite: undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return state;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    if (request.method === "POST") {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      state.posted.push({ path: url.pathname, form, headers: request.headers });
      if (state.redirectTo !== undefined) response.writeHead(303, { location: state.redirectTo });
      response.end("received");
      return;
    }
    if (url.pathname === "/openapi") {
      const api = await provider.fetch(url, {
        headers: { "accept-language": request.headers["accept-language"] ?? "en" },
      });
      response.writeHead(api.status, Object.fromEntries(api.headers));
      response.end(await api.text());
      return;
    }
    const shown = find(url.pathname.slice(1), origin);
    if (shown === undefined) {
      response.writeHead(404).end();
      return;
    }
    const headers = new Headers({ "accept-language": request.headers["accept-language"] ?? "en" });
    const page = await renderPage(
      context,
      { raw: new Request(url, { headers }), path: url.pathname, pathParameters: {}, connection: {} },
      shown.page,
      shown.content,
    );
    const html = await page.text();
    response.writeHead(page.status, Object.fromEntries(page.headers));
    response.end(state.rewrite?.(html) ?? html);
  }
}

function find(name: string, origin: string): { readonly page: keyof Pages; readonly content: never } | undefined {
  const page = Object.keys(samples).find((each): each is keyof Pages => each === name);
  const further = furtherSamples.find((each) => each.name === name);
  const content = further?.content ?? (page === undefined ? undefined : samples[page]);
  if (content === undefined) return undefined;
  // The form that goes to a client goes to this server.
  const local = page === "formPost" ? { ...content, action: `${origin}/callback` } : content;
  return { page: further?.page ?? page ?? "error", content: local as never };
}
