/**
 * Values of `display`: the size of the page that asks the user to log in.
 * @see OpenID Connect Core §3.1.2.1
 */
export const displayValues = {
  page: "page",
  popup: "popup",
  touch: "touch",
  wap: "wap",
} as const;

/** A value of `display`. */
export type DisplayValue = (typeof displayValues)[keyof typeof displayValues];
