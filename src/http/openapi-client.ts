import type { paths as serverPaths } from "../../generated/openapi/authorization-server.ts";
import type { paths as clientPaths } from "../../generated/openapi/client.ts";
import type { paths as resourcePaths } from "../../generated/openapi/protected-resource.ts";
import { encodeForm, encodeParameters } from "../schema/form.ts";
import { checkHeaderFields, createHttpPolicy } from "./policy.ts";
import { sendRequest } from "./send.ts";
import type { HttpAnswer, HttpClientOptions } from "./types.ts";

/** What is called: the endpoints of the server, the metadata of a protected resource, the document that a client publishes about itself. */
type Paths = serverPaths & Pick<resourcePaths, "/.well-known/oauth-protected-resource"> & Pick<clientPaths, "/client">;

/** Paths of the contract that have the method. */
type PathWith<Method extends "get" | "post" | "put" | "delete"> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [M in Method]: object } ? Path : never;
}[keyof Paths];

/** The message that an operation takes, whatever its media type. */
type MessageOf<Operation> = Operation extends { readonly requestBody?: infer Body }
  ? NonNullable<Body> extends { readonly content: infer Content }
    ? Content[keyof Content]
    : never
  : never;

/** What the operations of all methods have in common. */
interface OperationAddress {
  /** The endpoint's URL as discovered. */
  readonly url: string;
  /** Metadata name of the endpoint, for messages: `token_endpoint`. */
  readonly endpointName: string;
  /** Media types that the answer may have, for the `Accept` field. */
  readonly accept: string;
  /** Further header fields: `authorization`, `dpop`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the endpoint is of somebody else than the server: header fields of the options are not sent there. */
  readonly isForeign?: boolean | undefined;
  /** A smaller cap on the answer's body than that of the policy, in bytes. */
  readonly maxResponseBytes?: number | undefined;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/** A GET request of one path of the contract, save those that only the browser goes to. */
export interface GetOperation extends OperationAddress {
  readonly path: Exclude<PathWith<"get">, "/authorize" | "/end_session" | "/check_session">;
}

/** A POST request of one path of the contract; the path decides which message fits as body. */
export type PostOperation = { [Path in PathWith<"post">]: PostOperationOf<Path> }[PathWith<"post">];

/** A POST request of the path `Path`. */
export interface PostOperationOf<Path extends PathWith<"post">> extends OperationAddress {
  readonly path: Path;
  /** The message to send. */
  readonly body?: MessageOf<Paths[Path]["post"]> | undefined;
  /** Default: `application/x-www-form-urlencoded`. */
  readonly contentType?: string | undefined;
  /** Writes the message as text. Default: as a form. */
  readonly encode?: ((message: Readonly<Record<string, unknown>>) => string) | undefined;
}

/** A PUT request of one path of the contract; its message travels as JSON. */
export interface PutOperation extends OperationAddress {
  readonly path: PathWith<"put">;
  /** The message to send. */
  readonly body: MessageOf<Paths[PathWith<"put">]["put"]>;
}

/** A DELETE request of one path of the contract. */
export interface DeleteOperation extends OperationAddress {
  readonly path: PathWith<"delete">;
}

/** The one way to the network. All methods give the answer whatever its status; {@link sendRequest} says what they throw. */
export interface Http {
  get(operation: GetOperation): Promise<HttpAnswer>;
  post(operation: PostOperation): Promise<HttpAnswer>;
  put(operation: PutOperation): Promise<HttpAnswer>;
  delete(operation: DeleteOperation): Promise<HttpAnswer>;
}

/**
 * Creates the {@link Http} of a client. The paths of the contract give the types of a call and nothing else: the URL is
 * that of the operation, because endpoints are discovered.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createHttp(options: HttpClientOptions = {}): Http {
  const policy = createHttpPolicy(options);

  async function call(method: string, operation: OperationAddress, encoded?: EncodedBody): Promise<HttpAnswer> {
    const { url, endpointName, accept, isForeign, maxResponseBytes, signal } = operation;
    if (operation.headers !== undefined) checkHeaderFields(operation.headers);
    const media = encoded === undefined ? { accept } : { accept, "content-type": encoded.type };
    const headers = { ...media, ...operation.headers };
    const body = encoded?.text;
    return sendRequest(isForeign ? { ...policy, headers: {} } : policy, {
      method,
      url,
      endpointName,
      headers,
      body,
      maxResponseBytes,
      signal,
    });
  }

  return Object.freeze({
    get: (operation: GetOperation) => call("GET", operation),
    async post(operation: PostOperation) {
      const { body, encode = encodeAsForm, contentType: type = formType } = operation;
      return call("POST", operation, body === undefined ? undefined : { text: encode({ ...body }), type });
    },
    put: (operation: PutOperation) =>
      call("PUT", operation, { text: JSON.stringify(operation.body), type: "application/json" }),
    delete: (operation: DeleteOperation) => call("DELETE", operation),
  });
}

interface EncodedBody {
  readonly text: string;
  readonly type: string;
}

function encodeAsForm(message: Readonly<Record<string, unknown>>): string {
  return encodeForm(encodeParameters(message));
}

const formType = "application/x-www-form-urlencoded";
