import { createClient } from "ts-identity-model";
import { createHttp } from "ts-identity-model/endpoints";
import { discoverFromChallenge } from "ts-identity-model/metadata";

const url = "https://api.example.com/notes";
const known = ["https://id.example.com"];

const refusal = await fetch(url);
const { resource, authorizationServer } = await discoverFromChallenge({ http: createHttp() }, refusal, {
  resource: url,
  chooseIssuer: (issuers) => issuers.find((issuer) => known.includes(issuer)),
});

const client = createClient({
  issuer: authorizationServer.metadata.issuer,
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});
const { response } = await client.clientCredentials({ resource: [resource.metadata.resource] });
const answer = await fetch(url, { headers: { authorization: `Bearer ${response.access_token}` } });
console.log(`${refusal.status}, then ${answer.status}`);
