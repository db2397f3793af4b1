import { type AdminOperation, choosePage, handOn, listOf, pageParameters } from "./admin-operation.ts";
import type { NewInitialAccessToken } from "./initial-access-tokens.ts";
import { adminIssue, brokenInput, requireMembers } from "./problems.ts";

const ofAccount = "/admin/accounts/:id";
const selection = {
  accountId: "Those of this account.",
  clientId: "Those of this client.",
  sid: "Those of this session.",
};
const count = { type: "object", required: ["count"], properties: { count: { type: "integer" } } };

/** What can be done with sessions, grants, consents, keys and initial access tokens. */
export const accessOperations: readonly AdminOperation[] = [
  {
    operationId: "listSessions",
    path: `${ofAccount}/sessions`,
    method: "GET",
    summary: "List the sessions of an account",
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Session" }),
    run: async ({ sessions }, { parameters }) => ({ items: await sessions.list(parameters.id ?? "") }),
  },
  {
    operationId: "endSessions",
    path: `${ofAccount}/sessions`,
    method: "DELETE",
    summary: "End all sessions of an account",
    status: 200,
    answer: count,
    run: async ({ sessions }, { parameters }) => ({ count: await sessions.endAll(parameters.id ?? "") }),
  },
  {
    operationId: "endSession",
    path: "/admin/sessions/:sid",
    method: "DELETE",
    summary: "End a session",
    status: 204,
    run: ({ sessions }, { parameters }) => sessions.end(parameters.sid ?? ""),
  },
  {
    operationId: "listGrants",
    path: "/admin/grants",
    method: "GET",
    summary: "List grants of an account, a client or a session",
    query: { ...pageParameters, ...selection },
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Grant" }),
    run: ({ grants }, { query: { limit = "50", after, ...which } }) =>
      grants.list(which, choosePage({ limit, ...(after === undefined ? {} : { after }) })),
  },
  {
    operationId: "revokeGrants",
    path: "/admin/grants",
    method: "DELETE",
    summary: "Revoke all grants of an account, a client or a session",
    query: selection,
    status: 200,
    answer: count,
    run: async ({ grants }, { query }) => ({ count: await grants.revokeAll(query) }),
  },
  {
    operationId: "revokeGrant",
    path: "/admin/grants/:id",
    method: "DELETE",
    summary: "Revoke a grant and all its tokens",
    status: 204,
    run: ({ grants }, { parameters }) => grants.revoke(parameters.id ?? ""),
  },
  {
    operationId: "listConsents",
    path: `${ofAccount}/consents`,
    method: "GET",
    summary: "List what an account has allowed clients",
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Consent" }),
    run: async ({ consents }, { parameters }) => ({ items: await consents.list(parameters.id ?? "") }),
  },
  {
    operationId: "removeConsent",
    path: `${ofAccount}/consents/:client_id`,
    method: "DELETE",
    summary: "Forget what an account has allowed a client",
    status: 204,
    run: ({ consents }, { parameters }) => consents.remove(parameters.id ?? "", parameters.client_id ?? ""),
  },
  {
    operationId: "listKeys",
    path: "/admin/keys",
    method: "GET",
    summary: "List the provider's signing keys, without the keys themselves",
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Key" }),
    run: async ({ keys }) => ({ items: await keys.list() }),
  },
  {
    operationId: "rotateKey",
    path: "/admin/keys/rotate",
    method: "POST",
    summary: "Publish a new key of an algorithm, which signs in a quarter of an hour",
    body: { type: "object", properties: { algorithm: { type: "string" } } },
    status: 200,
    answer: { type: "object", required: ["kid"], properties: { kid: { type: "string" } } },
    async run({ keys }, { body }) {
      const { algorithm } = requireMembers(body, ["algorithm"], "KeyRotation");
      if (algorithm !== undefined && typeof algorithm !== "string")
        throw brokenInput("KeyRotation", [adminIssue("/algorithm", "must be text")]);
      return { kid: await keys.rotate(algorithm) };
    },
  },
  {
    operationId: "withdrawKey",
    path: "/admin/keys/:kid/withdraw",
    method: "POST",
    summary: "Take a key out of use at once: what it signed is not believed any more",
    status: 204,
    async run({ keys }, { parameters: { kid = "" } }) {
      if (!(await keys.list()).some((key) => key.kid === kid)) return false;
      await keys.withdraw(kid);
      return true;
    },
  },
  {
    operationId: "listInitialAccessTokens",
    path: "/admin/initial-access-tokens",
    method: "GET",
    summary: "List the tokens for the registration of clients that are good still, without the tokens themselves",
    query: pageParameters,
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/InitialAccessTokenRecord" }),
    run: ({ initialAccessTokens }, { query }) => initialAccessTokens.list(choosePage(query)),
  },
  {
    operationId: "listDeliveries",
    path: "/admin/deliveries",
    method: "GET",
    summary: "List what clients are to be told and have not been yet, such as logouts",
    query: pageParameters,
    status: 200,
    answer: /* @__PURE__ */ listOf({ $ref: "#/components/schemas/Delivery" }),
    run: ({ deliveries }, { query }) => deliveries.list(choosePage(query)),
  },
  {
    operationId: "removeDelivery",
    path: "/admin/deliveries/:id",
    method: "DELETE",
    summary: "Give up telling a client",
    status: 204,
    run: ({ deliveries }, { parameters }) => deliveries.remove(parameters.id ?? ""),
  },
  {
    operationId: "createInitialAccessToken",
    path: "/admin/initial-access-tokens",
    method: "POST",
    summary: "Create a token for the registration of clients; the answer has it, this once",
    body: { $ref: "#/components/schemas/NewInitialAccessToken" },
    status: 201,
    answer: { $ref: "#/components/schemas/InitialAccessToken" },
    run: ({ initialAccessTokens }, { body }) => initialAccessTokens.create(handOn<NewInitialAccessToken>(body)),
  },
  {
    operationId: "removeInitialAccessToken",
    path: "/admin/initial-access-tokens/:id",
    method: "DELETE",
    summary: "Take an initial access token back",
    status: 204,
    run: ({ initialAccessTokens }, { parameters }) => initialAccessTokens.remove(parameters.id ?? ""),
  },
];
