import { ConfigurationError } from "../../errors/families.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { isRecord } from "../../schema/is-record.ts";
import { parseUrl } from "../../util/url.ts";
import type { TestKeys } from "../test-keys.ts";
import { changeJwt, type HostileSigner } from "./change-jwt.ts";
import { findMutation, type HostileMutationName, type TellableMutation } from "./hostile-mutations.ts";
import type { AnswerChange, Members } from "./recipe.ts";

/** What a changed JWT is signed with. */
export interface MutateOptions {
  /** The key of the issuer, for what has to be signed again. */
  readonly key?: TestKeys | undefined;
}

/**
 * Tells one lie: changes a JWT or the URL of a callback (text), or an answer (a `Response`, of which the original is used up). {@link hostileMutations} lists them.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for a target that the lie has no place in
 */
export function mutate(target: string, name: HostileMutationName, options?: MutateOptions): Promise<string>;
export function mutate(target: Response, name: HostileMutationName, options?: MutateOptions): Promise<Response>;
export async function mutate(
  target: string | Response,
  name: HostileMutationName,
  { key }: MutateOptions = {},
): Promise<string | Response> {
  const mutation = requireMutation(name);
  const signer = createKeySigner(key);
  return typeof target === "string" ? mutateText(target, mutation, signer) : mutateAnswer(target, mutation, signer);
}

/**
 * Finds a lie.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none
 */
function requireMutation(name: string): TellableMutation {
  const mutation = findMutation(name);
  if (mutation !== undefined) return mutation;
  throw wrong("name", "The name is not that of a hostile mutation.", "hostileMutations lists them.");
}

/**
 * Finds a lie that is told to a client.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for lies in access tokens, which nobody tells to a client
 */
export function requireAnswerMutation(name: string): TellableMutation {
  const mutation = requireMutation(name);
  if (mutation.place !== "access_token") return mutation;
  throw wrong(
    "name",
    "An access token lies to the resource server, not to the client that fetches it.",
    "Change a token with mutate, or make one with the option mutation of tokenFor.",
  );
}

/**
 * Finds a lie that a kind of token may tell.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for lies that have no place in it
 */
export function requireTokenMutation(name: string, kind: string): TellableMutation {
  const mutation = requireMutation(name);
  if (mutation.place === kind) return mutation;
  const remedy = `It is told in the place "${mutation.place}"; hostileMutations lists them.`;
  throw wrong("mutation", `The mutation has no place in a token of the kind "${kind}".`, remedy);
}

/** Changes a token, or a URL. */
export async function mutateText(target: string, { recipe }: TellableMutation, signer: HostileSigner): Promise<string> {
  if (recipe.jwt !== undefined) return changeJwt(target, recipe.jwt, signer);
  if (recipe.parameters === undefined) throw misplaced();
  const url = parseUrl(target);
  if (url === undefined) throw misplaced();
  recipe.parameters(url.searchParams);
  return url.href;
}

/** Changes an answer. */
export async function mutateAnswer(
  target: Response,
  { recipe, place }: TellableMutation,
  signer: HostileSigner,
): Promise<Response> {
  const location = target.headers.get("location");
  if (recipe.parameters !== undefined) {
    if (location === null) throw misplaced();
    return change(target, { headers: { location: await mutateText(location, { recipe, place }, signer) } });
  }
  if (recipe.answer !== undefined) return change(target, recipe.answer);
  const message = await readMessage(target);
  if (message === undefined) throw misplaced();
  const changed = recipe.json?.(message) ?? (await changeMember(message, { recipe, place }, signer));
  return change(target, { body: () => JSON.stringify(changed) });
}

/** The JSON object that an answer holds; its body stays unread. */
export async function readMessage(answer: Response): Promise<Members | undefined> {
  try {
    const message: unknown = JSON.parse(await answer.clone().text());
    return isRecord(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

async function changeMember(message: Members, mutation: TellableMutation, signer: HostileSigner): Promise<Members> {
  const token = message[mutation.place];
  if (typeof token !== "string") throw misplaced();
  return { ...message, [mutation.place]: await mutateText(token, mutation, signer) };
}

async function change(target: Response, { status, headers = {}, body }: AnswerChange): Promise<Response> {
  const text = await target.text();
  const fields = new Headers(target.headers);
  fields.delete("content-length");
  for (const [name, value] of Object.entries(headers)) fields.set(name, value);
  return new Response(body?.(text) ?? text, { status: status ?? target.status, headers: fields });
}

function createKeySigner(key: TestKeys | undefined): HostileSigner {
  const required = (): TestKeys => {
    if (key !== undefined) return key;
    throw wrong(
      "key",
      "This mutation has to be signed again.",
      "Give the key of the issuer, made with createTestKeys.",
    );
  };
  return {
    sign: async ({ typ }, claims) => {
      const { alg, kid, privateJwk } = required();
      return signJwt({ alg, kid, typ }, claims, privateJwk);
    },
    publicKey: async () => required().publicJwk,
  };
}

function misplaced(): ConfigurationError {
  return wrong("target", "The mutation has no place in this target.", "hostileMutations says where each is told.");
}

function wrong(parameter: string, message: string, remedy: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter, remedy });
}
