import { createClient, createIntrospectionCache, isActiveFor } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});
const cache = createIntrospectionCache({ maxAgeSeconds: 30 });

/** Whether a request with this token may read, and who the user is. */
export async function authorize(token: string): Promise<string | undefined> {
  const answer = await client.introspect({ token, token_type_hint: "access_token" }, { cache });
  return isActiveFor(answer, { scope: "read" }) ? answer.sub : undefined;
}

/** The same as a signed statement of the server, which can be kept as evidence. */
const signed = await client.introspect({ token: "opaque-access-token" }, { responseFormat: "jwt" });

const user = await authorize("opaque-access-token");
console.log(user !== undefined && signed.active ? "may read" : "may not read");
