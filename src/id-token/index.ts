export { chooseIdTokenAlgorithms, type IdTokenAlgorithmSources } from "./algorithms.ts";
export { checkContinuity } from "./check-continuity.ts";
export { type IdTokenExpectations, verifyIdToken } from "./verify-id-token.ts";
export { type LogoutTokenExpectations, verifyLogoutToken } from "./verify-logout-token.ts";
