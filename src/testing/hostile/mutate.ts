import { ConfigurationError } from "../../errors/families.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { isRecord } from "../../schema/is-record.ts";
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
export function requireMutation(name: string): TellableMutation {
  const mutation = findMutation(name);
  if (mutation !== undefined) return mutation;
  throw wrong("name", "The name is not that of a hostile mutation.", "hostileMutations lists them.");
}

/** Changes a token, or a URL. */
export async function mutateText(target: string, { recipe }: TellableMutation, signer: HostileSigner): Promise<string> {
  if (recipe.jwt !== undefined) return changeJwt(target, recipe.jwt, signer);
  if (recipe.parameters === undefined) throw misplaced();
  const url = new URL(target);
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
  const message: unknown = JSON.parse(await target.clone().text());
  if (!isRecord(message)) throw misplaced();
  const changed = recipe.json?.(message) ?? (await changeMember(message, { recipe, place }, signer));
  return change(target, { body: () => JSON.stringify(changed) });
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
