import type { ServerResponse } from "node:http";
import type { AuthorizationCallback } from "../../src/client/callback.ts";
import type { ClientOptions, ClientRegistration } from "../../src/client/options.ts";
import type { DPoPOptions } from "../../src/dpop/dpop.ts";
import type { AuthorizationParameters } from "../../src/endpoints/authorization-parameters.ts";
import type { FakeKey, FakeRequest, Members } from "../fixtures/fake-server.ts";

/** What changes a JSON message before it leaves; a Response takes the place of the whole answer. */
export type AnswerMutation = (message: Members, request: FakeRequest) => unknown;

/** What changes a JWT. Each step is given what an honest provider has there. */
export interface JwtMutation {
  readonly header?: (header: Members) => Members;
  /** A text takes the place of the whole payload. */
  readonly claims?: (claims: Members) => Members | string;
  /** Makes the last part instead of the provider's own key; is given header and payload as encoded text. */
  readonly sign?: (input: string, key: FakeKey) => Promise<string> | string;
  /** Changes the finished JWT. */
  readonly text?: (token: string) => unknown;
}

/** Parameters on their way through the browser; a name may be there twice. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** A request of the provider to the client. */
export interface ProviderRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Every place where the provider can be made to lie. One that is left out is honest. */
export interface Mutations {
  readonly metadata?: AnswerMutation;
  readonly jwks?: AnswerMutation;
  readonly token?: AnswerMutation;
  readonly userinfo?: AnswerMutation;
  readonly introspection?: AnswerMutation;
  readonly revocation?: AnswerMutation;
  readonly pushed?: AnswerMutation;
  readonly registration?: AnswerMutation;
  readonly device?: AnswerMutation;
  readonly backchannel?: AnswerMutation;
  readonly resource?: AnswerMutation;
  readonly resourceMetadata?: AnswerMutation;
  readonly webfinger?: AnswerMutation;
  readonly idToken?: JwtMutation;
  /** The ID token that comes through the browser. */
  readonly frontIdToken?: JwtMutation;
  /** The JWT that an authorization response is. */
  readonly responseJwt?: JwtMutation;
  readonly userinfoJwt?: JwtMutation;
  readonly introspectionJwt?: JwtMutation;
  readonly logoutToken?: JwtMutation;
  readonly signedMetadata?: JwtMutation;
  /** The parameters that the browser brings back. */
  readonly authorization?: (parameters: Parameters) => Parameters;
  /** The URL that the browser brings back, or what took its place. */
  readonly callback?: (url: string) => AuthorizationCallback;
  readonly frontchannelLogout?: (parameters: Parameters) => Parameters;
  readonly endSession?: (parameters: Parameters) => Parameters;
  readonly notification?: (request: ProviderRequest) => ProviderRequest;
  /** The token endpoint's answer on the wire of a real listener; `honest` is the text that it should send. */
  readonly wire?: (response: ServerResponse, honest: string) => void;
}

/** A place where the provider can be made to lie. */
export type MutationPoint = keyof Mutations;

/** How the call is made that the provider lies to. */
export interface Setting {
  /** The call, where it is not the one of the area. */
  readonly via?: string;
  readonly registration?: Partial<ClientRegistration>;
  readonly options?: Partial<ClientOptions>;
  readonly parameters?: AuthorizationParameters;
  /** Deadline for the lie alone, in milliseconds: a twin that must hurry would fail on a busy machine. */
  readonly hastyMs?: number;
  /** Binds tokens to a new key, made with these options. */
  readonly dpop?: DPoPOptions;
}

/** How a call must fail: the family, the code, and at least one thing that only this check says. */
export type Verdict = {
  readonly family: "configuration" | "transport" | "response" | "oauth" | "validation" | "verification";
  readonly code: string;
} & (
  | { readonly parameter: string; readonly message?: RegExp }
  /** A JSON pointer of the issues. */
  | { readonly pointer: string; readonly message?: RegExp }
  | { readonly message: RegExp }
);

/** One way to lie, and its twin: the same place, changed within the law. */
export interface RefusedTrait {
  /** What the provider does, ready to follow "refuses"; with the rule that it breaks. */
  readonly name: string;
  readonly setting?: Setting;
  readonly evil: Mutations;
  /** Must pass. Empty where the honest message itself is the twin. */
  readonly twin: Mutations;
  readonly verdict: Verdict;
}

/** Something odd that is legal, and must pass. */
export interface LegalTrait {
  /** What the provider does, ready to follow "accepts". */
  readonly name: string;
  readonly setting?: Setting;
  readonly odd: Mutations;
}

/** What a file of the catalogue exports as `trait`. */
export type Trait = RefusedTrait | LegalTrait;
