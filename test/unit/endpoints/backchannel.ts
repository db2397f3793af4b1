import { createHash } from "node:crypto";
import type { BackchannelAuthentication } from "../../../src/endpoints/backchannel-authentication.ts";
import { createFakeServer, type FakeServer, type Members } from "../../fixtures/fake-server.ts";

/** An authentication of the mode ping that has been started. */
export const authentication: BackchannelAuthentication = {
  response: { auth_req_id: "auth-1", expires_in: 120 },
  issuer: "https://id.example.com",
  deliveryMode: "ping",
  clientNotificationToken: "notify-token-1",
  intervalSeconds: 5,
  receivedAt: 1_800_000_000_000,
  expiresAt: 1_800_000_120_000,
};

export const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";
export const rtHashClaim = "urn:openid:params:jwt:claim:rt_hash";

/** The hash of the refresh token as an RS256 ID token has it. */
export const rtHash = createHash("sha256").update("refresh-secret-1").digest().subarray(0, 16).toString("base64url");

/** Tokens of the authentication, and the server that signed them; claims replace those of an honest ID token. */
export async function makeTokens(
  claims: Members = {},
  others: Members = {},
): Promise<{ readonly server: FakeServer; readonly tokens: Members }> {
  const server = await createFakeServer();
  const honest = { [authReqIdClaim]: "auth-1", [rtHashClaim]: rtHash };
  const id_token = await server.makeIdToken({ ...honest, ...claims });
  const tokens = { access_token: "access-secret-1", token_type: "Bearer", refresh_token: "refresh-secret-1", id_token };
  return { server, tokens: { ...tokens, ...others } };
}
