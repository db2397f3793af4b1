import type { en } from "./en.ts";

/** The name of a text of the pages. */
export type MessageKey = keyof typeof en;

/** All texts of the pages in one language. Words in braces, such as `{client}`, are filled in. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** Titles and descriptions of an application's own scopes: `scope.orders.read.title`, `scope.orders.read.description`. */
export interface ScopeMessages {
  readonly [key: `scope.${string}`]: string;
}
