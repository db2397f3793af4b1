import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping about another request",
  setting: { via: "ping" },
  evil: { notification: ({ headers }) => ({ headers, body: '{"auth_req_id":"auth-req-2"}' }) },
  twin: { notification: ({ headers }) => ({ headers, body: ' {"later":1,"auth_req_id":"auth-req-1"}' }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_REQ_ID", parameter: "auth_req_id" },
};
