import { withToken } from "ts-identity-model/sveltekit";
import { api } from "../../identity.server";

export const GET = withToken(
  api,
  (_event, principal) => Response.json({ user: principal.subject, client: principal.clientId }),
  { scope: "orders.read" },
);
