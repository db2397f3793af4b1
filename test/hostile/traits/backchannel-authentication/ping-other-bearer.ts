import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping with another bearer token (CIBA Core §10.2)",
  setting: { via: "ping" },
  evil: {
    notification: ({ body, headers }) => ({ body, headers: { ...headers, authorization: "Bearer notify-token-2" } }),
  },
  twin: {
    notification: ({ body, headers }) => ({ body, headers: { ...headers, authorization: "bearer  notify-token-1" } }),
  },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    parameter: "client_notification_token",
    message: /has another bearer token/,
  },
};
