import { createClient } from "ts-identity-model";
import { createInstrumentation, type Instrumentation } from "ts-identity-model/adapters/opentelemetry";

const instrumentation: Instrumentation = createInstrumentation({ propagateTo: ["https://id.example.com"] });
export const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web" },
  ...instrumentation,
});
