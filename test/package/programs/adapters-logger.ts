import { createClient } from "ts-identity-model";
import { createEventLogger } from "ts-identity-model/adapters/logger";

export const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web" },
  onEvent: createEventLogger(console, { levels: { exchange: "silent" } }),
});
