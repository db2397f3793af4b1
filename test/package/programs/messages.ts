import { type TokenResponse, tokenResponseSchema } from "ts-identity-model/messages/token-response";

export const response: TokenResponse = { access_token: "a", token_type: "Bearer", expires_in: 60, of_a_provider: true };
export const name: string = tokenResponseSchema.name;
// @ts-expect-error: a token response has a token_type (RFC 6749 §5.1).
export const broken: TokenResponse = { access_token: "a" };
