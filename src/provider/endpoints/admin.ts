import { isConfigurationError } from "../../errors/families.ts";
import { isValidationError } from "../../errors/validation-error.ts";
import { accessOperations } from "../admin/access-operations.ts";
import { accountOperations } from "../admin/account-operations.ts";
import type { AdminOperation } from "../admin/admin-operation.ts";
import { adminResource, adminScopes } from "../admin/admin-options.ts";
import { clientOperations } from "../admin/client-operations.ts";
import { createAdmin } from "../admin/create-admin.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { takeJson } from "../http/read-json.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson, writeDescription } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import {
  type AcceptedToken,
  acceptToken,
  insufficientScope,
  invalidToken,
  missingToken,
  readPresentedToken,
} from "../tokens/present-token.ts";

/** Every operation of the administration. */
export const adminOperations: readonly AdminOperation[] = [
  ...clientOperations,
  ...accountOperations,
  ...accessOperations,
];

/** The administration over HTTP, where the option `admin` offers it. */
export const adminRoutes: readonly Route[] = /* @__PURE__ */ createAdminRoutes();

function createAdminRoutes(): readonly Route[] {
  const paths = [...new Set(adminOperations.map(({ path }) => path))];
  return paths.map((path) => {
    const operations = adminOperations.filter((operation) => operation.path === path);
    return {
      path,
      methods: operations.map(({ method }) => method),
      kind: "endpoint",
      isOffered: ({ admin }) => admin !== undefined,
      handle: (context, request) => handleAdmin(context, request, operations),
    };
  });
}

async function handleAdmin(
  context: ProviderContext,
  request: EndpointRequest,
  operations: readonly AdminOperation[],
): Promise<Response> {
  const { raw, pathParameters: parameters, path } = request;
  const method = raw.method === "HEAD" ? "GET" : raw.method;
  const operation = operations.find((each) => each.method === method);
  if (operation === undefined) throw new Error("The router let a method through that no operation has.");
  const presented = await readPresentedToken(context, request);
  if (presented === undefined) return missingToken(context);
  const token = await acceptToken(context, atItsPath(context, request), presented);
  await requireAdministrator(context, token, method === "GET" ? adminScopes.read : adminScopes.write);
  const query = readQuery(raw, operation);
  const body = operation.body === undefined ? undefined : await takeJson(request, "invalid_request");
  const { headers, client, account } = token;
  try {
    const result = await operation.run(createAdmin(context), { parameters, query, body });
    if (result === undefined || result === false) return respondProblem(404, "not_found", "There is no such thing.");
    if (method !== "GET") {
      const who = { clientId: client.clientId, accountId: account?.id };
      context.report({ type: "admin.changed", ...who, endpoint: path, method, status: operation.status });
    }
    if (typeof result !== "object")
      return new Response(null, { status: 204, headers: { ...headers, "Cache-Control": "no-store" } });
    return respondJson(result, { status: operation.status, headers });
  } catch (error) {
    return respondError(error);
  }
}

/** Proofs of DPoP name the URL that was called, and not the template of its route. */
function atItsPath({ issuer }: ProviderContext, request: EndpointRequest): EndpointRequest {
  const base = new URL(issuer).pathname.replace(/\/$/, "");
  return { ...request, path: new URL(request.raw.url).pathname.slice(base.length) };
}

/** The token must be for the administration, of a client that may, and of a person only where the account is an administrator's. */
async function requireAdministrator(
  context: ProviderContext,
  { token, client, account }: AcceptedToken,
  scope: string,
): Promise<void> {
  if (!token.audience.includes(adminResource(context.issuer)))
    throw invalidToken(context, "The access token was issued for another resource.");
  if (!token.scope.includes(scope) || context.options.admin?.clients.includes(client.clientId) !== true)
    throw insufficientScope(context, scope);
  if (account === undefined) return;
  const stored = await context.store.accounts.find(account.id);
  if (stored?.isAdmin !== true) throw insufficientScope(context, scope);
}

function readQuery(raw: Request, { query = {} }: AdminOperation): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const [name, value] of new URL(raw.url).searchParams) {
    if (!Object.hasOwn(query, name)) throw refuse("invalid_request", "The query has a parameter that is not one.");
    if (Object.hasOwn(given, name)) throw refuse("invalid_request", `${name} stands in the query twice.`);
    given[name] = value;
  }
  return given;
}

function respondError(error: unknown): Response {
  if (isConfigurationError(error)) {
    const isFixed = error.parameter === "clients" || error.parameter === "accounts";
    return isFixed
      ? respondProblem(409, "conflict", error.message)
      : respondProblem(400, "invalid_request", error.message);
  }
  if (!isValidationError(error)) throw error;
  const { issues } = error;
  const [first] = issues;
  const description = `${first?.pointer.slice(1) || "The message"} ${first?.message ?? "is malformed"}.`;
  const told = issues.map(({ pointer, message }) => ({ pointer, message }));
  return error.code === "ERR_VALIDATION_TAKEN"
    ? respondProblem(409, "conflict", description, told)
    : respondProblem(400, "invalid_request", description, told);
}

function respondProblem(
  status: number,
  error: string,
  description: string,
  issues?: readonly { readonly pointer: string; readonly message: string }[],
): Response {
  const more = issues === undefined ? {} : { issues };
  return respondJson({ error, error_description: writeDescription(description), ...more }, { status });
}
