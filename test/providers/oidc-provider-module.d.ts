/** The part of oidc-provider's surface that the tests use; the package ships no declarations. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    on(event: "server_error", listener: (context: unknown, error: Error) => void): this;
    backchannelResult(
      request: string,
      result: string | Error,
      details?: { readonly authTime?: number; readonly acr?: string },
    ): Promise<void>;
    registerGrantType(
      name: string,
      handler: (context: TokenContext) => Promise<void>,
      parameters: readonly string[],
      repeatable?: readonly string[],
    ): void;
    readonly Grant: new (owner: {
      readonly accountId: string;
      readonly clientId: string;
    }) => Grant;
    readonly AccessToken: AccessTokenModel;
    readonly BackchannelAuthenticationRequest: {
      find(id: string): Promise<BackchannelRequest | undefined>;
    };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface BackchannelRequest {
    readonly accountId: string;
    readonly clientId: string;
    readonly scope: string;
  }

  export interface AccessToken {
    readonly accountId: string;
    readonly clientId: string;
    readonly grantId: string;
    readonly scope: string | undefined;
    readonly isExpired: boolean;
    readonly expiration: number;
    save(): Promise<string>;
  }

  export interface AccessTokenModel {
    new (members: Readonly<Record<string, unknown>>): AccessToken;
    find(value: string): Promise<AccessToken | undefined>;
  }

  export interface TokenContext {
    readonly oidc: {
      readonly client: object;
      readonly params: Readonly<Record<string, string | undefined>>;
      entity(name: string, value: object): void;
    };
    body: unknown;
  }

  export const errors: {
    readonly InvalidRequest: new (description: string) => Error;
    readonly InvalidScope: new (description: string, scope: string) => Error;
    readonly AccessDenied: new (description?: string) => Error;
  };
}
