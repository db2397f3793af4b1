export { accessTokenProfile } from "./access-token.ts";
export { authorizationResponseJwtProfile } from "./authorization-response-jwt.ts";
export { clientAssertionProfile } from "./client-assertion.ts";
export { clientAttestationProfile } from "./client-attestation.ts";
export { clientAttestationPopProfile } from "./client-attestation-pop.ts";
export { dpopProofProfile } from "./dpop-proof.ts";
export { idTokenProfile } from "./id-token.ts";
export { introspectionResponseJwtProfile } from "./introspection-response-jwt.ts";
export { createIssuerTemplate, type IssuerTemplate, type IssuerTemplateOptions } from "./issuer-template.ts";
export type { AgedJwtProfile, JwtProfile, JwtRules } from "./jwt-profile.ts";
export { logoutTokenProfile } from "./logout-token.ts";
export type { ReceivedJwtExpectations } from "./received-jwt.ts";
export { refuseForeignClaims } from "./refuse-foreign-claims.ts";
export { requestObjectProfile } from "./request-object.ts";
export { softwareStatementProfile } from "./software-statement.ts";
export { userinfoResponseJwtProfile } from "./userinfo-response-jwt.ts";
export {
  type ClientAssertionCredential,
  type ClientAssertionExpectations,
  type ClientSecretJwtCredential,
  decodeClientAssertion,
  type PrivateKeyJwtCredential,
  verifyClientAssertion,
} from "./verify-client-assertion.ts";
export { type RequestObjectExpectations, verifyRequestObject } from "./verify-request-object.ts";
