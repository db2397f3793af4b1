/**
 * What the provider's `check_session_iframe` posts back to a client's frame: the whole message is one of these words. After
 * `changed` the client asks with `prompt=none`; after `error` it does not ask again.
 * @see OpenID Connect Session Management §3.1
 * @see OpenID Connect Session Management §3.2
 */
export const checkSessionReplies = {
  changed: "changed",
  unchanged: "unchanged",
  error: "error",
} as const;

/** A word that the session frame posts back. */
export type CheckSessionReply = (typeof checkSessionReplies)[keyof typeof checkSessionReplies];
