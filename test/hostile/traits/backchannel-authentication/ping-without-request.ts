import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping about nothing",
  setting: { via: "ping" },
  evil: { notification: ({ headers }) => ({ headers, body: "{}" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_REQ_ID", parameter: "auth_req_id" },
};
