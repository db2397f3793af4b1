import { once } from "node:events";
import { startLoopbackServer } from "../../test/providers/loopback-server.ts";
import { createApplication } from "./application.ts";
import { startOwnProvider } from "./own-provider.ts";
import type { Terminal } from "./terminal.ts";

/** Serves the provider and an application that uses it, until the process is told to end. Gives the exit code. */
export async function serveDemo(terminal: Terminal): Promise<number> {
  const server = await startLoopbackServer();
  const provider = await startOwnProvider({
    application: server.origin,
    onEvent: ({ type, accountId, reason }) => {
      if (type === "request.finished") return;
      const facts = [accountId, reason].filter((fact) => fact !== undefined);
      terminal.line(`  ${terminal.dim(type)}${facts.length === 0 ? "" : ` ${facts.join(", ")}`}`);
    },
  });
  const { issuer, web, person } = provider;
  server.handle(createApplication({ origin: server.origin, issuer, client: web }));
  terminal.line(
    `${terminal.bold("Open")}      ${terminal.good(server.origin)}, an application with a button to sign in`,
  );
  terminal.line(`${terminal.bold("Username")}  ${person.login}`);
  terminal.line(`${terminal.bold("Password")}  ${person.password}`);
  terminal.line(`${terminal.bold("Provider")}  ${issuer}, its metadata at ${issuer}/.well-known/openid-configuration`);
  terminal.line(
    terminal.dim("All of it is in memory and on this machine alone. Ctrl-C ends it. What the provider reports:"),
  );
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await Promise.all([server.close(), provider.close()]);
  terminal.line("Ended.");
  return 0;
}
