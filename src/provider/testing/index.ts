export { type SignInOptions, signIn } from "./sign-in.ts";
export { createTestPasswordHasher } from "./test-password-hasher.ts";
