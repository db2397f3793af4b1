import type { ClientRegistration } from "../../src/index.ts";

/** A provider on this machine for the program to work with. */
export interface DemoProvider {
  readonly name: string;
  readonly issuer: string;
  /** The application that users log in to. */
  readonly web: ClientRegistration;
  /** The service that calls APIs in its own name. */
  readonly machine: ClientRegistration;
  readonly person: Person;
  /** What went wrong inside, which no answer tells. */
  readonly failures: readonly unknown[];
  readonly close: () => Promise<void>;
}

/** Who logs in. */
export interface Person {
  readonly login: string;
  readonly password: string;
}

/** The providers that the demo can run against, the default one first. */
export const providerNames = ["own", "oidc-provider"] as const;

/** One of them. */
export type ProviderName = (typeof providerNames)[number];

/** Starts a provider. What the other one needs is loaded only with it. */
export async function startDemoProvider(name: ProviderName): Promise<DemoProvider> {
  if (name === "own") {
    const { startOwnProvider } = await import("./own-provider.ts");
    return startOwnProvider();
  }
  const { createOidcProvider } = await import("../../test/providers/oidc-provider.ts");
  const provider = await createOidcProvider();
  const { issuer, clients, serverErrors: failures, close } = provider;
  const person = { login: "ada", password: "any" };
  return { name: provider.name, issuer, web: clients.basic, machine: clients.machine, person, failures, close };
}
