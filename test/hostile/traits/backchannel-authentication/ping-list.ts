import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping about a list of requests",
  setting: { via: "ping" },
  evil: { notification: ({ headers }) => ({ headers, body: '{"auth_req_id":["auth-req-1"]}' }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_REQ_ID", parameter: "auth_req_id" },
};
