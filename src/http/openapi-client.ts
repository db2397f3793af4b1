import createOpenapiClient from "openapi-fetch";
import type { paths as serverPaths } from "../../generated/openapi/authorization-server.ts";
import type { paths as resourcePaths } from "../../generated/openapi/protected-resource.ts";
import { encodeForm, encodeParameters } from "../schema/form.ts";
import { checkHeaderFields, createHttpPolicy } from "./policy.ts";
import { sendRequest } from "./send.ts";
import type { HttpAnswer, HttpOptions } from "./types.ts";

/** What a client calls: the endpoints of the server, and the metadata of a protected resource. */
type Paths = serverPaths & Pick<resourcePaths, "/.well-known/oauth-protected-resource">;

/** Paths of the contract that have the method. */
type PathWith<Method extends "get" | "post"> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [M in Method]: object } ? Path : never;
}[keyof Paths];

/** The message that the path's POST operation takes, whatever its media type. */
type PostMessage<Path extends PathWith<"post">> = Paths[Path]["post"] extends { readonly requestBody?: infer Body }
  ? NonNullable<Body> extends { readonly content: infer Content }
    ? Content[keyof Content]
    : never
  : never;

/**
 * The contract as one call of openapi-fetch can take any of its paths: it looks for a media type that all of them share, so
 * every message stands under one.
 */
type AnyPath = {
  readonly [Path in keyof Paths]: Omit<Paths[Path], "post"> &
    (Path extends PathWith<"post"> ? { readonly post: PostWith<Path> } : { readonly post?: never });
};

type PostWith<Path extends PathWith<"post">> = Omit<Paths[Path]["post"], "requestBody"> & {
  readonly requestBody?: { readonly content: { readonly "*/*": PostMessage<Path> } };
};

/** What GET and POST operations have in common. */
interface OperationAddress {
  /** The endpoint's URL as discovered. */
  readonly url: string;
  /** Metadata name of the endpoint, for messages: `token_endpoint`. */
  readonly endpointName: string;
  /** Media types that the answer may have, for the `Accept` field. */
  readonly accept: string;
  /** Further header fields: `authorization`, `dpop`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
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
  readonly body?: PostMessage<Path> | undefined;
  /** Default: `application/x-www-form-urlencoded`. */
  readonly contentType?: string | undefined;
  /** Writes the message as text. Default: as a form. */
  readonly encode?: ((message: Readonly<Record<string, unknown>>) => string) | undefined;
}

/** The one way to the network. Both methods give the answer whatever its status; {@link sendRequest} says what they throw. */
export interface Http {
  get(operation: GetOperation): Promise<HttpAnswer>;
  post(operation: PostOperation): Promise<HttpAnswer>;
}

/**
 * Creates the {@link Http} of a client. It is the only user of openapi-fetch, which types each call by the generated
 * `paths` and drives it; what the network needs beyond that is done here, because openapi-fetch
 * - knows fixed paths, while these URLs are discovered: the operation carries the URL, the path only selects the types;
 * - reads bodies without a cap or a deadline: its `fetch` has read the body already when it returns, keeps the answer
 *   beside, and hands back an empty 204, the one answer that openapi-fetch does not read;
 * - builds a `Request`, which costs more than everything else here: a plain record takes its place, so that the caller's
 *   `fetch` gets a URL and an init.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createHttp(options: HttpOptions = {}): Http {
  const policy = createHttpPolicy(options);
  const client = createOpenapiClient<AnyPath>({ Request: asRequestClass(PlainRequest) });
  const nothingToRead = new Response(null, { status: 204 });

  async function call(operation: OperationAddress, start: Start, contentType = formType): Promise<HttpAnswer> {
    const { url, endpointName, accept, signal } = operation;
    if (operation.headers !== undefined) checkHeaderFields(operation.headers);
    const outcome: { answer?: HttpAnswer } = {};
    await start(async ({ method = "GET", body: encoded }: RequestInit) => {
      const body = typeof encoded === "string" ? encoded : undefined;
      const media = body === undefined ? { accept } : { accept, "content-type": contentType };
      const headers = { ...media, ...operation.headers };
      outcome.answer = await sendRequest(policy, { method, url, endpointName, headers, body, signal });
      return nothingToRead;
    });
    if (outcome.answer === undefined) throw new TypeError("openapi-fetch did not call its fetch option");
    return outcome.answer;
  }

  return Object.freeze({
    get: (operation: GetOperation) => call(operation, (fetch) => client.GET(operation.path, { fetch })),
    post: (operation: PostOperation) => {
      const { path, body, encode = encodeAsForm, contentType } = operation;
      const bodySerializer = (message: object | undefined): string => encode({ ...message });
      return call(operation, (fetch) => client.POST(path, { fetch, body, bodySerializer }), contentType);
    },
  });
}

/** Starts an openapi-fetch call that is to use this `fetch`. */
type Start = (fetch: (record: RequestInit) => Promise<Response>) => Promise<unknown>;

/** Stands in for the Fetch API's `Request`: a constructor that gives its init back. */
function PlainRequest(_url: string, init: RequestInit): RequestInit {
  return init;
}

/** openapi-fetch calls `new` on it, reads `method`, and passes it to `fetch`; it touches nothing else of a `Request`. */
function asRequestClass(factory: typeof PlainRequest): typeof Request {
  return factory as unknown as typeof Request;
}

function encodeAsForm(message: Readonly<Record<string, unknown>>): string {
  return encodeForm(encodeParameters(message));
}

const formType = "application/x-www-form-urlencoded";
