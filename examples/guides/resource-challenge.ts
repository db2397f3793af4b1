import { createClient } from "ts-identity-model";
import { buildChallenge, readResourceChallenge, stepUpParameters } from "ts-identity-model/endpoints";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** At the client: what does the resource want, and which new login would give it? */
export async function stepUp(answer: Response, scope: string) {
  const demand = readResourceChallenge(answer);
  const parameters = demand === undefined ? undefined : stepUpParameters(demand, { scope });
  return parameters === undefined ? undefined : client.startAuthorization(parameters);
}

/** At the resource: the user logged in too long ago, or too weakly. */
const challenge = buildChallenge({
  scheme: "Bearer",
  parameters: { error: "insufficient_user_authentication", acr_values: "urn:example:acr:strong", max_age: 300 },
});
const refusal = new Response(null, { status: 401, headers: { "www-authenticate": challenge } });
const started = await stepUp(refusal, "openid notes");
console.log(started === undefined ? "Nothing to be done" : "Send the browser to the provider");
