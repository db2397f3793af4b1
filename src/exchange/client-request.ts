import type { MessageSchema } from "../../generated/message-schema.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { DPoP, DPoPRequest } from "../dpop/dpop.ts";
import type { HttpAnswer } from "../http/types.ts";
import { encodeForm, encodeParameters } from "../schema/form.ts";
import type { CallOptions, EndpointName, ExchangeContext } from "./context.ts";
import { requireDirectEndpoint } from "./direct-endpoint.ts";
import { encodeRequest } from "./request-message.ts";

/** A form request of a client as it travels: where to, and what. Holds secrets. */
export interface ClientHttpRequest {
  readonly url: string;
  /** Header fields of the client authentication, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The form body. */
  readonly body: string;
}

/** A message for an endpoint that the client authenticates at. */
export interface ClientMessage<Message extends object> {
  /** The metadata member that holds the endpoint's URL. */
  readonly endpoint: EndpointName;
  readonly schema: MessageSchema<Message>;
  /** Whether the answer binds something to the client's DPoP key, at another endpoint than the token endpoint. */
  readonly provesKey?: boolean | undefined;
  readonly message: Message;
}

/**
 * Builds a form request that the client authenticates: the message is checked against its schema, then the authentication is added,
 * fresh for each call.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError when the server has no such endpoint, an extra parameter is reserved, or the client cannot authenticate
 * @see RFC 6749 §3.2.1
 */
export async function buildClientRequest<Message extends object>(
  context: ExchangeContext,
  request: ClientMessage<Message>,
  options: CallOptions = {},
): Promise<ClientHttpRequest> {
  const proof = await findProver(context, request)?.createProof(describeProof(context, request.endpoint));
  return assemble(context, { ...request, proof }, options);
}

async function assemble<Message extends object>(
  context: ExchangeContext,
  { endpoint, schema, message, proof }: ClientMessage<Message> & { readonly proof: string | undefined },
  { extra }: CallOptions,
): Promise<ClientHttpRequest> {
  const { metadata } = context;
  const url = requireDirectEndpoint(context, endpoint);
  const parameters = encodeRequest(schema, message, { extra, endpoint });
  const { headers, body } = await context.auth.authenticate({
    clientId: context.clientId,
    issuer: metadata.issuer,
    tokenEndpoint: metadata.token_endpoint,
    signingAlgorithms: assertionAlgorithms(metadata, endpoint),
    clock: context.clock,
    random: context.random,
  });
  const authentication = encodeParameters(body);
  const own = authentication.length === 0 ? parameters : parameters.filter(([name]) => !Object.hasOwn(body, name));
  const sent = encodeForm([...own, ...authentication]);
  return { url, headers: proof === undefined ? headers : { ...headers, dpop: proof }, body: sent };
}

/** A client message and how to send it. */
export interface SentClientMessage<Message extends object> extends ClientMessage<Message> {
  /** Media types that the answer may have. Default `application/json`. */
  readonly accept?: string | undefined;
  /** Calls `http.post` with the address, the path of the contract and the message as body. */
  readonly send: (address: ClientRequestAddress) => Promise<HttpAnswer>;
}

/** What a built request adds to a POST operation of the contract. */
export interface ClientRequestAddress {
  readonly url: string;
  readonly endpointName: EndpointName;
  readonly accept: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly encode: () => string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Builds a form request that the client authenticates and sends it, once; a second time only with DPoP, where the server demands a nonce, with a proof and an
 * authentication that are new.
 * @returns the answer, whatever its status
 * @throws as {@link buildClientRequest}, and TransportError when no complete answer arrives
 */
export async function sendClientRequest<Message extends object>(
  context: ExchangeContext,
  request: SentClientMessage<Message>,
  options: CallOptions = {},
): Promise<HttpAnswer> {
  const { endpoint } = request;
  async function attempt(proof?: string): Promise<HttpAnswer> {
    const { url, headers, body } = await assemble(context, { ...request, proof }, options);
    const answer = await request.send({
      url,
      endpointName: endpoint,
      accept: request.accept ?? "application/json",
      headers,
      encode: () => body,
      signal: options.signal,
    });
    context.auth.learn?.({ issuer: context.metadata.issuer, headers: answer.headers });
    if (proof === undefined) await context.dpop?.learn(url, answer.headers);
    return answer;
  }
  const prover = findProver(context, request);
  return prover === undefined ? attempt() : prover.send(describeProof(context, endpoint), attempt);
}

/** The key to prove, where something is bound to it. */
function findProver(
  { dpop }: ExchangeContext,
  { endpoint, provesKey }: Pick<ClientMessage<object>, "endpoint" | "provesKey">,
): DPoP | undefined {
  return endpoint === "token_endpoint" || provesKey === true ? dpop : undefined;
}

function describeProof(context: ExchangeContext, endpoint: EndpointName): DPoPRequest {
  const { metadata, clock, random } = context;
  return { method: "POST", url: requireDirectEndpoint(context, endpoint), metadata, clock, random };
}

/** Algorithms announced for client assertions: the endpoint's own list where it has one, else the token endpoint's. */
function assertionAlgorithms(
  metadata: AuthorizationServerMetadata,
  endpoint: EndpointName,
): readonly string[] | undefined {
  const own: unknown = Reflect.get(metadata, `${endpoint}_auth_signing_alg_values_supported`);
  return Array.isArray(own) ? own.map(String) : metadata.token_endpoint_auth_signing_alg_values_supported;
}
