import type { AdminOperation } from "../admin/admin-operation.ts";
import { adminScopes } from "../admin/admin-options.ts";
import type { JsonNode } from "./json-node.ts";
import { templateOf } from "./template.ts";

/** Describes the operations of the administration as paths of OpenAPI, from the same table that serves them. */
export function describeAdminPaths(operations: readonly AdminOperation[]): JsonNode {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = templateOf(operation.path);
    paths[path] ??= describeParameters(path);
    paths[path][operation.method.toLowerCase()] = describeOperation(operation);
  }
  return paths;
}

function describeParameters(path: string): Record<string, unknown> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parameters = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  return parameters.length === 0 ? {} : { parameters };
}

function describeOperation({ operationId, summary, method, query, body, status, answer }: AdminOperation): JsonNode {
  const scope = method === "GET" ? adminScopes.read : adminScopes.write;
  const parameters = Object.entries(query ?? {}).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: name === "limit" ? { type: "integer", minimum: 1, maximum: 200 } : { type: "string" },
  }));
  const problem = (description: string): JsonNode => ({ description, content: json({ $ref: problemSchema }) });
  return {
    tags: ["Administration"],
    operationId,
    summary,
    security: [{ adminToken: [scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      [status]: { description: "Done.", ...(answer === undefined ? {} : { content: json(answer) }) },
      400: problem("The request is wrong; issues name each problem."),
      401: { description: "There is no access token, or it is not good." },
      403: { description: `The token was not issued for ${scope}, or to somebody who may not administrate.` },
      404: problem("There is no such thing."),
      409: problem("It is taken, was changed meanwhile, or stands in the configuration."),
    },
  };
}

function json(schema: JsonNode): JsonNode {
  return { "application/json": { schema } };
}

const problemSchema = "#/components/schemas/AdminProblem";
