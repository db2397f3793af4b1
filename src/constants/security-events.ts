/**
 * Members of the claim `events`.
 * @see OpenID Connect Back-Channel Logout §2.6
 */
export const securityEvents = {
  backchannelLogout: "http://schemas.openid.net/event/backchannel-logout",
} as const;

/** A member of `events`. */
export type SecurityEvent = (typeof securityEvents)[keyof typeof securityEvents];
