import { randomBytes } from "node:crypto";
import { publicPart, type SigningJwk } from "./signing-keys.ts";

/** A client as its provider knows it, with the names of RFC 7591. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly id_token_signed_response_alg?: string;
  readonly token_endpoint_auth_signing_alg?: string;
  readonly scope?: string;
  readonly jwks?: { readonly keys: readonly SigningJwk[] };
}

/** A client with a secret. */
export interface ConfidentialClient extends RegisteredClient {
  readonly client_secret: string;
}

/** Every client of the test provider, named after what sets it apart. */
export interface RegisteredClients {
  readonly basic: ConfidentialClient;
  readonly post: ConfidentialClient;
  readonly secretJwt: ConfidentialClient;
  readonly privateKeyJwt: RegisteredClient;
  readonly public: RegisteredClient;
  /** Like `basic`, with ES256 ID tokens. */
  readonly es256: ConfidentialClient;
  /** No user: client credentials only, scope `api`. */
  readonly machine: ConfidentialClient;
}

/** Where a login ends. Nothing listens there: a driver stops when it is sent to it, as a router would take over. */
const redirectUri = "https://app.example.com/callback";

/** Registers the clients with fresh secrets. */
export function registerClients(clientKey: SigningJwk): RegisteredClients {
  return {
    basic: { ...web("web-basic.example"), client_secret: secret(), token_endpoint_auth_method: "client_secret_basic" },
    post: {
      ...web("web-post", `${redirectUri}?tenant=a`),
      client_secret: secret(),
      token_endpoint_auth_method: "client_secret_post",
    },
    secretJwt: {
      ...web("web-secret-jwt"),
      client_secret: secret(),
      token_endpoint_auth_method: "client_secret_jwt",
      token_endpoint_auth_signing_alg: "HS256",
    },
    privateKeyJwt: {
      ...web("web-private-key-jwt"),
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      jwks: { keys: [publicPart(clientKey)] },
    },
    public: { ...web("single-page"), token_endpoint_auth_method: "none" },
    es256: {
      ...web("web-es256"),
      client_secret: secret(),
      token_endpoint_auth_method: "client_secret_basic",
      id_token_signed_response_alg: "ES256",
    },
    machine: {
      client_id: "machine",
      client_secret: secret(),
      redirect_uris: [],
      grant_types: ["client_credentials"],
      response_types: [],
      token_endpoint_auth_method: "client_secret_basic",
      scope: "api",
    },
  };
}

function web(
  client_id: string,
  uri = redirectUri,
): Pick<RegisteredClient, "client_id" | "redirect_uris" | "grant_types" | "response_types"> {
  return {
    client_id,
    redirect_uris: [uri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  };
}

/** Begins with characters that HTTP Basic carries only when both sides form-encode them (RFC 6749 §2.3.1). */
function secret(): string {
  return `p:%+&= ${randomBytes(32).toString("base64url")}`;
}
