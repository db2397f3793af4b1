import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import {
  type ClientAuthenticationMethod,
  clientAuthenticationMethods,
} from "../../constants/client-authentication-methods.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { responseTypes } from "../../constants/response-types.ts";
import type { StoredSecret } from "../stores/records.ts";

/** A client of the configuration: its metadata with the names of RFC 7591, its identifier, and its secret in clear. */
export interface ConfiguredClient extends ClientMetadata {
  readonly client_id: string;
  /** Hashed when the provider is created; never answered, logged or stored. */
  readonly client_secret?: string;
}

/** A client as the endpoints see it: nothing left open that RFC 7591 gives a default. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly metadata: ClientMetadata;
  readonly authMethod: ClientAuthenticationMethod | (string & {});
  readonly grantTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly secrets: readonly StoredSecret[];
  /** The secret of the configuration in clear: a function, so that no log shows it. */
  readonly clearSecret?: (() => string) | undefined;
  readonly isDisabled: boolean;
  /** Whether it stands in the configuration, and so can't be changed at run time. */
  readonly isConfigured: boolean;
}

/** What makes a client besides its metadata. */
export interface ClientFacts {
  readonly clientId: string;
  readonly secrets: readonly StoredSecret[];
  readonly clearSecret?: (() => string) | undefined;
  readonly isDisabled: boolean;
  readonly isConfigured: boolean;
}

/**
 * Fills in the defaults of client metadata.
 * @see RFC 7591 §2
 */
export function describeClient(metadata: ClientMetadata, facts: ClientFacts): RegisteredClient {
  return Object.freeze({
    ...facts,
    metadata,
    authMethod: metadata.token_endpoint_auth_method ?? clientAuthenticationMethods.clientSecretBasic,
    grantTypes: metadata.grant_types ?? [grantTypes.authorizationCode],
    responseTypes: metadata.response_types ?? [responseTypes.code],
    redirectUris: metadata.redirect_uris ?? [],
  });
}
