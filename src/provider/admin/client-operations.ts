import type { ClientChanges, NewClient, SecretReplacement } from "./admin-clients.ts";
import { type AdminOperation, choosePage, handOn, listOf, pageParameters } from "./admin-operation.ts";

const one = "/admin/clients/:client_id";

/** What can be done with clients, keys and initial access tokens. */
export const clientOperations: readonly AdminOperation[] = [
  {
    operationId: "listClients",
    path: "/admin/clients",
    method: "GET",
    summary: "List the clients of the store",
    query: pageParameters,
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Client" }),
    run: ({ clients }, { query }) => clients.list(choosePage(query)),
  },
  {
    operationId: "createClient",
    path: "/admin/clients",
    method: "POST",
    summary: "Create a client; the answer has its secret, this once",
    body: { $ref: "#/components/schemas/NewClient" },
    status: 201,
    answer: { $ref: "#/components/schemas/ClientWithSecret" },
    run: ({ clients }, { body }) => clients.create(handOn<NewClient>(body)),
  },
  {
    operationId: "getClient",
    path: one,
    method: "GET",
    summary: "Read a client",
    status: 200,
    answer: { $ref: "#/components/schemas/Client" },
    run: ({ clients }, { parameters }) => clients.get(parameters.client_id ?? ""),
  },
  {
    operationId: "updateClient",
    path: one,
    method: "PATCH",
    summary: "Change members of a client's metadata; null removes one",
    body: { type: "object", description: "Members of RFC 7591; null removes one." },
    status: 200,
    answer: { $ref: "#/components/schemas/ClientWithSecret" },
    run: ({ clients }, { parameters, body }) => clients.update(parameters.client_id ?? "", handOn<ClientChanges>(body)),
  },
  {
    operationId: "removeClient",
    path: one,
    method: "DELETE",
    summary: "Remove a client and revoke its grants",
    status: 204,
    run: ({ clients }, { parameters }) => clients.remove(parameters.client_id ?? ""),
  },
  {
    operationId: "disableClient",
    path: `${one}/disable`,
    method: "POST",
    summary: "Disable a client",
    status: 200,
    answer: { $ref: "#/components/schemas/Client" },
    run: ({ clients }, { parameters }) => clients.disable(parameters.client_id ?? ""),
  },
  {
    operationId: "enableClient",
    path: `${one}/enable`,
    method: "POST",
    summary: "Enable a client",
    status: 200,
    answer: { $ref: "#/components/schemas/Client" },
    run: ({ clients }, { parameters }) => clients.enable(parameters.client_id ?? ""),
  },
  {
    operationId: "rotateClientSecret",
    path: `${one}/secret`,
    method: "POST",
    summary: "Replace the secret of a client; the answer has the new one, this once",
    body: { $ref: "#/components/schemas/SecretReplacement" },
    status: 200,
    answer: { $ref: "#/components/schemas/ClientWithSecret" },
    run: ({ clients }, { parameters, body }) =>
      clients.rotateSecret(parameters.client_id ?? "", handOn<SecretReplacement>(body)),
  },
];
