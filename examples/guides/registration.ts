import { createClient, registerClient } from "ts-identity-model";
import {
  deleteClientRegistration,
  fetchClientRegistration,
  updateClientRegistration,
} from "ts-identity-model/endpoints";

const issuer = "https://id.example.com";
const about = { client_name: "Notes", redirect_uris: ["https://app.example.com/callback"] };

/** Store it whole, like a password, before anything else is done: `credentials` holds the secret and the registration token. */
const registration = await registerClient({ issuer, client: about, initialAccessToken: "initial-access-token" });
export const refused = registration.changed.filter(({ change }) => change !== "added");

const client = createClient({ issuer, client: registration.client });
await client.clientCredentials();

/** Each call may replace credentials, so what it returns takes the place of what was stored. */
const context = await client.context();
const current = await fetchClientRegistration(context, registration);
const renamed = await updateClientRegistration(context, current, { changes: { client_name: "Notes 2" } });
export const replaced = renamed.rotated;
export const unregister = () => deleteClientRegistration(context, renamed);
console.log(`Registered as ${renamed.credentials.client_id}`);
