import type { JsonNode } from "./json-node.ts";

const text = { type: "string" };
const flag = { type: "boolean" };
const time = { type: "integer", description: "Milliseconds since 1970." };
const names = { type: "array", items: text };
const claims = { type: "object", description: "Claims of OpenID Connect Core §5.1." };
const secret = { type: "string", description: "Shown this once." };

function shape(required: readonly string[], properties: JsonNode, isClosed = false): JsonNode {
  const closed = isClosed ? { additionalProperties: false } : {};
  return { type: "object", ...(required.length === 0 ? {} : { required }), properties, ...closed };
}

const metadata = { type: "object", description: "Client metadata with the names of RFC 7591." };
const flags = { isActive: flag, isVerified: flag, isAdmin: flag, requiresPasswordChange: flag };
const accountMembers = { username: text, email: text, claims, ...flags };
const account = { id: text, ...accountMembers, hasPassword: flag, passwordChangedAtMs: time, createdAtMs: time };
const client = {
  clientId: text,
  metadata,
  secrets: { type: "array", items: /* @__PURE__ */ shape(["createdAtMs"], { createdAtMs: time, expiresAtMs: time }) },
  isDisabled: flag,
  isConfigured: flag,
  createdAtMs: time,
};
const session = {
  sid: text,
  accountId: text,
  authTimeMs: time,
  acr: text,
  amr: names,
  remember: flag,
  clientIds: names,
  address: text,
  userAgent: text,
  createdAtMs: time,
  lastSeenAtMs: time,
  idleExpiresAtMs: time,
  expiresAtMs: time,
};
const grant = {
  id: text,
  clientId: text,
  accountId: text,
  sid: text,
  isOffline: flag,
  scope: names,
  details: { type: "object" },
  createdAtMs: time,
  expiresAtMs: time,
};
const key = {
  kid: text,
  algorithm: text,
  state: { enum: ["next", "signing", "retired", "former", "withdrawn"] },
  activateAtMs: time,
  retireAtMs: time,
  removeAtMs: time,
};
const delivery = {
  id: text,
  kind: { type: "string", description: "backchannel_logout" },
  clientId: text,
  accountId: text,
  createdAtMs: time,
  attempts: { type: "integer", description: "Attempts that were begun." },
  dueAtMs: time,
  purgeAtMs: time,
};
const consent = {
  accountId: text,
  clientId: text,
  scope: names,
  details: { type: "object" },
  updatedAtMs: time,
  expiresAtMs: time,
};
const seconds = { type: "integer", description: "At most 365 days. Default one day.", minimum: 1, maximum: 31_536_000 };
const overlap = { type: "integer", description: "For how long the old one is good.", minimum: 0, maximum: 2_592_000 };
const issue = /* @__PURE__ */ shape(["pointer", "message"], { pointer: text, message: text });

/** What the administration takes and gives, as JSON Schema. */
export const adminSchemas: JsonNode = {
  Client: /* @__PURE__ */ shape(["clientId", "metadata", "secrets", "isDisabled", "isConfigured"], client),
  NewClient: /* @__PURE__ */ shape(["metadata"], { clientId: text, metadata }, true),
  ClientWithSecret: /* @__PURE__ */ shape(["client"], { client: { $ref: "#/components/schemas/Client" }, secret }),
  SecretReplacement: /* @__PURE__ */ shape(["overlapSeconds"], { overlapSeconds: overlap }, true),
  Account: /* @__PURE__ */ shape(
    [
      "id",
      "username",
      "claims",
      "isActive",
      "isVerified",
      "isAdmin",
      "requiresPasswordChange",
      "hasPassword",
      "createdAtMs",
    ],
    account,
  ),
  NewAccount: /* @__PURE__ */ shape(
    ["username"],
    { id: text, password: text, passwordHash: text, ...accountMembers },
    true,
  ),
  AccountChanges: /* @__PURE__ */ shape([], { ...accountMembers, email: { type: ["string", "null"] } }, true),
  NewPassword: /* @__PURE__ */ shape(
    ["password"],
    {
      password: text,
      isTemporary: { ...flag, description: "Whether it has to be replaced at the next login. Default true." },
    },
    true,
  ),
  Session: /* @__PURE__ */ shape(["sid", "accountId", "createdAtMs", "expiresAtMs"], session),
  Grant: /* @__PURE__ */ shape(["id", "clientId", "isOffline", "scope", "createdAtMs", "expiresAtMs"], grant),
  Consent: /* @__PURE__ */ shape(["accountId", "clientId", "scope", "details", "updatedAtMs"], consent),
  Delivery: /* @__PURE__ */ shape(
    ["id", "kind", "clientId", "createdAtMs", "attempts", "dueAtMs", "purgeAtMs"],
    delivery,
  ),
  Key: /* @__PURE__ */ shape(["kid", "algorithm", "state", "activateAtMs"], key),
  NewInitialAccessToken: /* @__PURE__ */ shape([], { expiresInSeconds: seconds, isReusable: flag }, true),
  InitialAccessToken: /* @__PURE__ */ shape(["id", "token", "isReusable", "expiresAtMs"], {
    id: text,
    token: secret,
    isReusable: flag,
    expiresAtMs: time,
  }),
  InitialAccessTokenRecord: /* @__PURE__ */ shape(["id", "isReusable", "expiresAtMs"], {
    id: text,
    isReusable: flag,
    expiresAtMs: time,
  }),
  AdminProblem: /* @__PURE__ */ shape(["error", "error_description"], {
    error: text,
    error_description: text,
    issues: { type: "array", items: issue },
  }),
};
