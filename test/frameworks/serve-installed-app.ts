import { findFreePort } from "../browser/served-provider.ts";
import { startAppProvider } from "./app-provider.ts";
import type { ServedApp } from "./app-suite.ts";
import { installApp } from "./installed-app.ts";
import { startApp } from "./running-app.ts";

/** How the application of a framework is made and started. */
export interface AppRecipe {
  /** Folder of examples/apps. */
  readonly name: string;
  /** The command of Node that runs it. */
  readonly node: string;
  /** What makes it, in order: programs of node_modules with their arguments. */
  readonly build: readonly (readonly [program: string, ...args: string[]])[];
  /** Arguments of Node that start its production server. */
  readonly start: readonly string[];
  /** What its environment has besides. */
  readonly env: (port: number) => NodeJS.ProcessEnv;
}

/** Installs, builds and starts an application of examples/apps, with a provider of its own. */
export async function serveInstalledApp({ name, node, build, start, env }: AppRecipe): Promise<ServedApp> {
  const installed = await installApp(name, node);
  const closes: (() => Promise<void>)[] = [installed.remove];
  const close = async (): Promise<void> => {
    for (const step of closes.splice(0).reverse()) await step();
  };
  try {
    const port = await findFreePort();
    const baseUrl = `http://127.0.0.1:${port}`;
    for (const [program, ...args] of build) await installed.run(program, args, { ...atBuild, APP_URL: baseUrl });
    const provider = await startAppProvider(baseUrl);
    closes.push(provider.close);
    const { folder } = installed;
    const all = { ...provider.env, ...env(port) };
    const running = await startApp({ folder, command: node, args: start, env: all, url: baseUrl });
    closes.push(running.stop);
    const app = { name, baseUrl, issuer: provider.issuer, protectedPath: "/members", greeting: "Hello, Ada Lovelace" };
    return { app, provider, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Frameworks load the modules of an application when they build it. What is built with these values is started with others; the URL alone is kept. */
const atBuild: NodeJS.ProcessEnv = {
  ISSUER: "https://id.example.com",
  CLIENT_ID: "any",
  CLIENT_SECRET: "any",
  SESSION_SECRET: "any thirty-two characters or more",
};
