import { isRecord } from "../../schema/is-record.ts";
import type { Route } from "../http/route.ts";
import type { JsonObject } from "../stores/records.ts";
import type { PageRequest } from "../stores/store.ts";
import type { ProviderAdmin } from "./create-admin.ts";
import { adminIssue, brokenInput } from "./problems.ts";

/** A call of an operation: what the path, the query and the body hold. */
export interface AdminCall {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One operation of the administration over HTTP: what it does, and what the API document says of it. */
export interface AdminOperation {
  readonly operationId: string;
  readonly path: string;
  readonly method: Route["methods"][number];
  readonly summary: string;
  /** Parameters of the query, each with what it is. Others are refused. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** JSON Schema of the body; without one none is read. */
  readonly body?: JsonObject | undefined;
  /** Status of success; 204 has no body. */
  readonly status: 200 | 201 | 204;
  /** JSON Schema of the answer. */
  readonly answer?: JsonObject | undefined;
  /** Gives the answer; `undefined` and `false` say that there is no such thing. */
  readonly run: (admin: ProviderAdmin, call: AdminCall) => Promise<object | number | boolean | undefined>;
}

/** Parameters of lists. */
export const pageParameters: Readonly<Record<string, string>> = {
  limit: "At most so many, 1 to 200. Default 50.",
  after: "`next` of the page before.",
};

/**
 * Reads what page of a list is asked for.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` for a limit that is none
 */
export function choosePage({ limit = "50", after }: Readonly<Record<string, string>>): PageRequest {
  const count = Number(limit);
  if (!/^\d{1,3}$/.test(limit) || count < 1 || count > 200)
    throw brokenInput("AdminRequest", [adminIssue("/limit", "must be a number from 1 to 200")]);
  return { limit: count, ...(after === undefined ? {} : { after }) };
}

/**
 * Hands a body on as what a function takes: the function itself checks every member, because callers without types call it too.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` for what is no object
 */
export function handOn<Input extends object>(body: unknown): Input {
  if (isObjectFor<Input>(body)) return body;
  throw brokenInput("AdminRequest", [adminIssue("", "must be an object", "type")]);
}

function isObjectFor<Input extends object>(body: unknown): body is Input {
  return isRecord(body);
}

/** A list as JSON Schema: a page of items. */
export function listOf(items: JsonObject): JsonObject {
  return {
    type: "object",
    required: ["items"],
    properties: {
      items: { type: "array", items },
      next: { type: "string", description: "Where the next page begins; absent on the last." },
    },
  };
}
