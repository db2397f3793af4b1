import type { AuthErrorCode } from "../../errors/codes.ts";
import {
  type CallbackMutationName,
  callbackMutations,
  type JwksMutationName,
  jwksMutations,
  type MetadataMutationName,
  metadataMutations,
  type TokenResponseMutationName,
  tokenResponseMutations,
  type UserinfoMutationName,
  userinfoMutations,
} from "./answer-mutations.ts";
import {
  type AccessTokenMutationName,
  accessTokenMutations,
  type IdTokenMutationName,
  idTokenMutations,
} from "./jwt-mutations.ts";
import type { Recipe } from "./recipe.ts";

/** Name of a lie. */
export type HostileMutationName =
  | AccessTokenMutationName
  | CallbackMutationName
  | IdTokenMutationName
  | JwksMutationName
  | MetadataMutationName
  | TokenResponseMutationName
  | UserinfoMutationName;

/** Where a lie is told. */
export type HostilePlace =
  | "access_token"
  | "callback"
  | "id_token"
  | "jwks"
  | "metadata"
  | "token_response"
  | "userinfo";

/** A lie that a server, or somebody between, may tell. */
export interface HostileMutation {
  readonly name: HostileMutationName;
  readonly place: HostilePlace;
  /** What is wrong, and by which rule. */
  readonly description: string;
  /** Code of the error that a correct client, or a correct resource server, throws. */
  readonly code: AuthErrorCode;
}

/** A lie, and how it is told. */
export interface TellableMutation {
  readonly place: HostilePlace;
  readonly recipe: Recipe;
}

/** Every lie that `withHostileAnswers` and `mutate` tell. */
export const hostileMutations: readonly HostileMutation[] = /* @__PURE__ */ listMutations();

/** Finds a lie by its name. */
export function findMutation(name: string): TellableMutation | undefined {
  for (const [place, recipes] of tables()) {
    const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
    if (recipe !== undefined) return { place, recipe };
  }
  return undefined;
}

function listMutations(): readonly HostileMutation[] {
  const all = tables().flatMap(([place, recipes]) =>
    Object.entries(recipes).map(([name, { description, code }]) => ({ name, place, description, code })),
  );
  return Object.freeze(all.filter(hasKnownName).map((mutation) => Object.freeze(mutation)));
}

/** The names of the tables are those of the type; TypeScript forgets that of `Object.entries`. */
function hasKnownName<T extends { readonly name: string }>(
  mutation: T,
): mutation is T & { readonly name: HostileMutationName } {
  return findMutation(mutation.name) !== undefined;
}

function tables(): readonly (readonly [HostilePlace, Readonly<Record<string, Recipe>>])[] {
  return [
    ["callback", callbackMutations],
    ["token_response", tokenResponseMutations],
    ["id_token", idTokenMutations],
    ["userinfo", userinfoMutations],
    ["jwks", jwksMutations],
    ["metadata", metadataMutations],
    ["access_token", accessTokenMutations],
  ];
}
