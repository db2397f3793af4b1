import type { ConfiguredClient } from "../clients/registered-client.ts";
import type { ProviderOptions } from "../options.ts";
import type { DoctorCheck } from "./findings.ts";

/** Checks of the clients of the configuration: each names the clients that it is about. */
export const clientChecks: readonly DoctorCheck[] = [
  {
    level: "warning",
    code: "client-withdrawn-grant",
    message: "Clients are registered for the implicit or the password grant, which are not offered:",
    remedy: "Remove implicit, password and response types other than code from them (RFC 9700 §2.1.2, RFC 9700 §2.4).",
    option: "clients",
    applies: (options) =>
      named(
        options,
        ({ grant_types: grants = [], response_types: types = [] }) =>
          grants.some((grant) => grant === "implicit" || grant === "password") || types.some((type) => type !== "code"),
      ),
  },
  {
    level: "warning",
    code: "client-short-secret",
    message: "Clients have secrets of less than 32 characters, which can be guessed from a hash:",
    remedy: "Give them secrets of 256 random bits, or private_key_jwt.",
    option: "clients",
    applies: (options) => named(options, ({ client_secret: secret }) => secret !== undefined && secret.length < 32),
  },
  {
    level: "warning",
    code: "client-insecure-redirect",
    message: "Clients have redirect URIs without TLS:",
    remedy: "Register https URIs; http is for development, and for native applications on the loopback interface.",
    option: "clients",
    applies: (options) =>
      named(
        options,
        ({ redirect_uris: uris = [], application_type: type }) =>
          type !== "native" && uris.some((uri) => uri.startsWith("http:")),
      ),
  },
  {
    level: "info",
    code: "public-client-unbound",
    message: "Public clients get refresh tokens that are bound to no key; they are replaced with every use:",
    remedy: "Set dpop_bound_access_tokens where the application can (RFC 9449 §5.2).",
    option: "clients",
    applies: (options) =>
      named(
        options,
        (client) =>
          isPublic(client) &&
          client.dpop_bound_access_tokens !== true &&
          client.grant_types?.includes("refresh_token") === true,
      ),
  },
  {
    level: "warning",
    code: "public-first-party",
    message:
      "First-party clients are public: nobody is asked for consent, and anybody can begin a login in their name:",
    remedy: "Take them off firstPartyClients, or make them confidential.",
    option: "firstPartyClients",
    applies: (options) =>
      named(options, (client) => isPublic(client) && options.firstPartyClients?.includes(client.client_id) === true),
  },
  {
    level: "warning",
    code: "public-administrator",
    message: "Clients that may administrate are public: their tokens are bearer tokens that nobody authenticated for:",
    remedy: "Let a confidential client administrate, best one with private_key_jwt and dpop_bound_access_tokens.",
    option: "admin.clients",
    applies: (options) =>
      named(options, (client) => isPublic(client) && options.admin?.clients.includes(client.client_id) === true),
  },
];

function named({ clients = [] }: ProviderOptions, is: (client: ConfiguredClient) => boolean): readonly string[] {
  return clients.filter(is).map(({ client_id: id }) => id);
}

function isPublic({ token_endpoint_auth_method: method }: ConfiguredClient): boolean {
  return method === "none";
}
