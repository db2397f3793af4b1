/** How long things live, in seconds. */
export interface Lifetimes {
  /** Default 60. At most 600 (RFC 6749 §4.1.2). */
  readonly authorizationCodeSeconds?: number | undefined;
  /** Default 600. */
  readonly accessTokenSeconds?: number | undefined;
  /** Default 3600. */
  readonly idTokenSeconds?: number | undefined;
  /** How long a refresh token may lie unused. Default 14 days. */
  readonly refreshTokenSeconds?: number | undefined;
  /** How long a family of refresh tokens may live in all. Default 90 days. */
  readonly grantSeconds?: number | undefined;
  /** Default 60. */
  readonly pushedRequestSeconds?: number | undefined;
  /** Default 600. */
  readonly deviceCodeSeconds?: number | undefined;
  /** How long a login may take. Default 1800. */
  readonly interactionSeconds?: number | undefined;
  /** A session ends when it is not used for so long. Default 1800. */
  readonly sessionIdleSeconds?: number | undefined;
  /** A session ends after so long in any case. Default 43200. */
  readonly sessionSeconds?: number | undefined;
  /** A session that is to be remembered. Default 30 days, idle 14 days. */
  readonly rememberedSessionSeconds?: number | undefined;
  readonly rememberedSessionIdleSeconds?: number | undefined;
}

/** The same, with nothing left open. */
export type SetLifetimes = { readonly [Name in keyof Lifetimes]-?: number };

/** What is not configured. */
export const defaultLifetimes: SetLifetimes = {
  authorizationCodeSeconds: 60,
  accessTokenSeconds: 600,
  idTokenSeconds: 3600,
  refreshTokenSeconds: 14 * 86_400,
  grantSeconds: 90 * 86_400,
  pushedRequestSeconds: 60,
  deviceCodeSeconds: 600,
  interactionSeconds: 1800,
  sessionIdleSeconds: 1800,
  sessionSeconds: 43_200,
  rememberedSessionSeconds: 30 * 86_400,
  rememberedSessionIdleSeconds: 14 * 86_400,
};
