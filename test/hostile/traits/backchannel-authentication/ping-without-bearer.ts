import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping of nobody (CIBA Core §10.2)",
  setting: { via: "ping" },
  evil: { notification: ({ body, headers: { authorization: _none, ...headers } }) => ({ body, headers }) },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    parameter: "client_notification_token",
    message: /has no bearer token/,
  },
};
