import { createClient } from "ts-identity-model";
import { createEventLogger } from "ts-identity-model/adapters/logger";
import { createInstrumentation } from "ts-identity-model/adapters/opentelemetry";
import { joinListeners } from "ts-identity-model/util";

/** Lines: refusals as warnings, faults as errors, the rest for debugging. pino, winston and `console` fit. */
export const log = createEventLogger(console, { levels: { exchange: "silent", "login.succeeded": "info" } });

/** Spans and measurements go to the providers that your OpenTelemetry SDK has registered. */
const telemetry = createInstrumentation({
  attributes: { "oauth.client_id": "service" },
  propagateTo: ["https://id.example.com"],
});

export const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "service", client_secret: "a secret of your own" },
  observe: telemetry.observe,
  onEvent: joinListeners(log, telemetry.onEvent),
});
export const getToken = () => client.clientCredentials({ scope: "orders" });
