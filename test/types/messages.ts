// Compiled, never run: what the generated types allow, and what they refuse. A line below @ts-expect-error must not compile.
import type { MessageSchema } from "../../generated/message-schema.ts";
import type { AuthorizationRequest } from "../../generated/messages/authorization-request.ts";
import type { AuthorizationResponse } from "../../generated/messages/authorization-response.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { ClaimsParameter } from "../../generated/messages/claims-parameter.ts";
import type { ClientIdMetadataDocument } from "../../generated/messages/client-id-metadata-document.ts";
import type { ClientMetadata } from "../../generated/messages/client-metadata.ts";
import type { Oauth21TokenRequestAuthorizationCode } from "../../generated/messages/oauth21-token-request-authorization-code.ts";
import type { OpenidProviderMetadata } from "../../generated/messages/openid-provider-metadata.ts";
import type { PushedAuthorizationRequest } from "../../generated/messages/pushed-authorization-request.ts";
import type { RegistrationRequest } from "../../generated/messages/registration-request.ts";
import type { RegistrationResponse } from "../../generated/messages/registration-response.ts";
import type { RequestObject } from "../../generated/messages/request-object.ts";
import type { TokenRequest } from "../../generated/messages/token-request.ts";
import type { TokenRequestExtension } from "../../generated/messages/token-request-extension.ts";
import { type TokenResponse, tokenResponseSchema } from "../../generated/messages/token-response.ts";
import type { UserinfoResponse } from "../../generated/messages/userinfo-response.ts";
import type { UserinfoResponseJwt } from "../../generated/messages/userinfo-response-jwt.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";

// A response has its required members, keeps unknown ones, and is read-only.
export const response: TokenResponse = { access_token: "a", token_type: "Bearer", expires_in: 60, custom: { any: 1 } };
// @ts-expect-error: access_token is missing
export const withoutToken: TokenResponse = { token_type: "Bearer" };
// @ts-expect-error: expires_in is a number
export const lifetimeInText: TokenResponse = { access_token: "a", token_type: "Bearer", expires_in: "60" };
// @ts-expect-error: an absent member is absent, not undefined
export const undefinedScope: TokenResponse = { access_token: "a", token_type: "Bearer", scope: undefined };
// @ts-expect-error: messages are read-only
response.access_token = "b";
export const unknownMember: unknown = response.custom;
// @ts-expect-error: an unknown member is unknown
export const unknownMemberAsText: string = response.custom;

// An open list of values takes any text.
export const otherType: TokenResponse = { access_token: "a", token_type: "mac" };

// A request refuses members that it does not have.
export const request: AuthorizationRequest = {
  response_type: "code",
  client_id: "c",
  resource: ["https://a.example/"],
};
// @ts-expect-error: redirect_url is a slip of the pen
export const slip: AuthorizationRequest = { response_type: "code", client_id: "c", redirect_url: "https://a.example/" };
// @ts-expect-error: max_age is a number; that it travels as digits is the encoder's business
export const maxAge: AuthorizationRequest = { response_type: "code", client_id: "c", max_age: "60" };
// @ts-expect-error: resource is a list
export const oneResource: AuthorizationRequest = { client_id: "c", resource: "https://a.example/" };

// A pushed request is an authorization request without request_uri.
export const pushed: PushedAuthorizationRequest = { client_id: "c", response_type: "code", max_age: 60 };
export const pushedAsRequest: AuthorizationRequest = pushed;
// @ts-expect-error: client_id stays required
export const pushedByNobody: PushedAuthorizationRequest = { response_type: "code" };
// @ts-expect-error: request_uri is the answer, not the question
export const pushedReference: PushedAuthorizationRequest = { client_id: "c", request_uri: "urn:example:a" };

// Claims of a request object have JSON types, and a resource may stand alone.
export const requestObject: RequestObject = {
  client_id: "c",
  aud: ["https://a.example"],
  max_age: 60,
  resource: "https://a.example/",
  claims: { id_token: { acr: null } },
  custom: true,
};
// @ts-expect-error: a request object holds no other
export const requestInRequest: RequestObject = { client_id: "c", request: "e30.e30.e30" };

// Signed UserInfo is UserInfo that names issuer and audience.
export const signedUserinfo: UserinfoResponseJwt = { sub: "u", iss: "https://a.example", aud: "c" };
export const signedAsUserinfo: UserinfoResponse = signedUserinfo;
// @ts-expect-error: iss and aud are missing
export const unsignedUserinfo: UserinfoResponseJwt = { sub: "u" };

// grant_type tells token requests apart.
export const tokenRequest: TokenRequest = { grant_type: "refresh_token", refresh_token: "r" };
// @ts-expect-error: a refresh needs its refresh_token
export const withoutRefreshToken: TokenRequest = { grant_type: "refresh_token" };
// @ts-expect-error: a refresh has no code
export const refreshWithCode: TokenRequest = { grant_type: "refresh_token", refresh_token: "r", code: "c" };
// @ts-expect-error: there is no such grant
export const unknownGrant: TokenRequest = { grant_type: "implicit", username: "u" };
export const exchange: TokenRequest = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token: "t",
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
  audience: ["backend"],
};
// @ts-expect-error: a grant of one's own is a message of its own, and none of the union
export const ownGrant: TokenRequest = { grant_type: "urn:example:grants:badge", badge: "12" };
export const extension: TokenRequestExtension = { grant_type: "urn:example:grants:badge", badge: "12" };
export function codeOf(message: TokenRequest): string | undefined {
  return message.grant_type === "authorization_code" ? message.code : undefined;
}

// A forbidden member takes nothing.
// @ts-expect-error: a successful answer carries no error
export const failedSuccess: AuthorizationResponse = { code: "c", error: "access_denied" };

// An extension requires more than its base, and is one.
export const server: AuthorizationServerMetadata = { issuer: "https://a.example", response_types_supported: ["code"] };
// @ts-expect-error: an OpenID provider says more about itself
export const provider: OpenidProviderMetadata = { issuer: "https://a.example", response_types_supported: ["code"] };
export function asServer(metadata: OpenidProviderMetadata): AuthorizationServerMetadata {
  return metadata;
}

// Maps and arrays of messages are typed to the bottom.
export const claims: ClaimsParameter = { userinfo: { name: null, email: { essential: true } } };
// @ts-expect-error: essential is true or false
export const essentially: ClaimsParameter = { userinfo: { email: { essential: "yes" } } };
export function sourceOf(userinfo: UserinfoResponse): string | undefined {
  return userinfo._claim_sources?.airline?.endpoint;
}

// A member may carry a language tag.
export function frenchName(userinfo: UserinfoResponse): string | undefined {
  return userinfo["name#fr"];
}
// @ts-expect-error: a localized name is text as well
export const localizedNumber: UserinfoResponse = { sub: "s", "name#fr": 1 };

// A schema belongs to its type; any schema is a schema of something unknown.
export const schema: MessageSchema<TokenResponse> = tokenResponseSchema;
export const anySchema: MessageSchema<unknown> = tokenResponseSchema;
// @ts-expect-error: this is the schema of another message
export const wrongSchema: MessageSchema<AuthorizationRequest> = tokenResponseSchema;
export function accessTokenOf(value: unknown): string | undefined {
  return tokenResponseSchema.validate(value) ? value.access_token : undefined;
}

// Client metadata keeps what extensions define; what the server issues is not in a request, and no secret in a public document.
export const metadata: ClientMetadata = { "client_name#fr": "Client", example_extension_parameter: 1 };
export const registration: RegistrationRequest = { ...metadata, redirect_uris: ["https://a.example/cb"] };
// @ts-expect-error: the server issues client_id
export const chosenIdentifier: RegistrationRequest = { client_id: "mine" };
// @ts-expect-error: every registration answer names the client
export const nameless: RegistrationResponse = { client_name: "Client" };
export const clientDocument: ClientIdMetadataDocument = { client_id: "https://a.example/client" };
// @ts-expect-error: a public document holds no secret
export const secretDocument: ClientIdMetadataDocument = { client_id: "https://a.example/client", client_secret: "s" };
export function asMetadata(answer: RegistrationResponse): ClientMetadata {
  return answer;
}

// What OAuth 2.1 narrows is still the message of RFC 6749.
const narrowed: Oauth21TokenRequestAuthorizationCode = { grant_type: "authorization_code", code: "c" };
export const wide: TokenRequest = narrowed;
// @ts-expect-error: OAuth 2.1 has no redirect_uri here
export const redirected: Oauth21TokenRequestAuthorizationCode = { ...narrowed, redirect_uri: "https://a.example/" };

// Tolerances are a closed list.
export const tolerance: ToleranceName = "scope-array";
// @ts-expect-error: there is no such tolerance
export const unknownTolerance: ToleranceName = "anything-goes";
