import { randomBytes } from "node:crypto";
import { createProvider, type Provider, type ProviderEvent } from "../../src/provider/index.ts";
import { serveProvider } from "../../src/provider/node/index.ts";
import type { DemoProvider, Person } from "./demo-provider.ts";

/** What may be chosen about the provider. */
export interface OwnProviderOptions {
  /** Where the application is. Nothing listens there unless told: a driver stops when it is sent to it. */
  readonly application?: string;
  readonly onEvent?: (event: ProviderEvent) => void;
}

/** Serves the library's own provider on a loopback port: one account, an application and a service, everything in memory. */
export async function startOwnProvider(options: OwnProviderOptions = {}): Promise<DemoProvider> {
  const { application = "https://app.example.com", onEvent } = options;
  const person: Person = { login: "ada", password: randomBytes(9).toString("base64url") };
  const web = {
    client_id: "photo-print",
    client_secret: randomBytes(32).toString("base64url"),
    client_name: "Photo Print",
    redirect_uris: [`${application}/callback`],
    post_logout_redirect_uris: [`${application}/signed-out`],
    grant_types: ["authorization_code", "refresh_token"],
  };
  const machine = {
    client_id: "nightly-report",
    client_secret: randomBytes(32).toString("base64url"),
    redirect_uris: [],
    grant_types: ["client_credentials"],
    response_types: [],
    scope: "api",
  };
  const failures: unknown[] = [];
  const make = (issuer: string): Provider =>
    createProvider({
      issuer,
      clients: [web, machine],
      accounts: [
        {
          id: "ada",
          username: person.login,
          password: person.password,
          email: "ada@example.com",
          isVerified: true,
          claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace", locale: "en" },
        },
      ],
      tokens: {
        resources: { "https://api.example.com": { scopes: ["api"] } },
        defaultResource: "https://api.example.com",
      },
      pages: { name: "Demo provider" },
      onEvent: (event) => {
        if (event.type.startsWith("error.")) failures.push(event.cause ?? new Error(event.reason ?? event.type));
        onEvent?.(event);
      },
    });
  const { issuer, close } = await serveProvider(make, { port: 0 });
  return { name: "its own provider", issuer, web, machine, person, failures, close };
}
