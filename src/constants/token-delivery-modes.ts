/**
 * Values of `backchannel_token_delivery_mode`: how a client learns that a CIBA user has decided.
 * @see CIBA Core §4
 */
export const tokenDeliveryModes = {
  poll: "poll",
  ping: "ping",
  push: "push",
} as const;

/** A value of `backchannel_token_delivery_mode`. */
export type TokenDeliveryMode = (typeof tokenDeliveryModes)[keyof typeof tokenDeliveryModes];
