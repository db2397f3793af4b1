export { chooseIdTokenAlgorithms, type IdTokenAlgorithmSources } from "./algorithms.ts";
export { checkContinuity } from "./check-continuity.ts";
export {
  createIdTokenVerifier,
  type IdTokenVerification,
  type IdTokenVerifier,
  type IdTokenVerifierOptions,
  type TrustedIssuer,
} from "./id-token-verifier.ts";
export { type IdTokenExpectations, verifyIdToken } from "./verify-id-token.ts";
export { type CustomIdToken, type CustomIdTokenExpectations, verifyIdTokenClaims } from "./verify-id-token-claims.ts";
export { type LogoutTokenExpectations, verifyLogoutToken } from "./verify-logout-token.ts";
