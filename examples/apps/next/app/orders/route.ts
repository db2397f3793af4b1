import { withToken } from "ts-identity-model/next";
import { api } from "@/identity";

export const GET = withToken(
  api,
  (_request, _context, principal) => Response.json({ user: principal.subject, client: principal.clientId }),
  { scope: "orders.read" },
);
