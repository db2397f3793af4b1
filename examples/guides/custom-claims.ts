import { createClient } from "ts-identity-model";
import { createAccessTokenVerifier } from "ts-identity-model/resource-server";
import { checkCustomClaims, type StandardSchema } from "ts-identity-model/schema";

/** What Zod's `z.object({ team: z.string() })` and its like are: a validator of Standard Schema. */
const staffClaims: StandardSchema<{ readonly team: string }> = {
  "~standard": {
    version: 1,
    vendor: "example",
    validate(claims) {
      const team: unknown = Object(claims).team;
      return typeof team === "string" ? { value: { team } } : { issues: [{ message: "must be text", path: ["team"] }] };
    },
  },
};

const issuer = "https://id.example.com";
const client = createClient({
  issuer,
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
  idTokenClaims: staffClaims,
});
export const { url, transaction } = await client.startAuthorization({ scope: "openid profile" });

/** `custom` is what the schema made of the ID token's claims, of its type; a userinfo response is checked by a call. */
export async function finish(callbackUrl: string): Promise<readonly string[]> {
  const tokens = await client.finishAuthorization(callbackUrl, transaction);
  const user = await checkCustomClaims(await client.userInfo(tokens), staffClaims, { name: "userinfo response" });
  return [tokens.custom.team, user.team];
}

/** In an API: the same of an access token. */
const verifier = createAccessTokenVerifier({ issuer, audience: "https://api.example.com", claims: staffClaims });
export const readTeam = async (accessToken: string) => (await verifier.verify(accessToken)).custom.team;
