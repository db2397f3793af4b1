import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping about two requests",
  setting: { via: "ping" },
  evil: {
    notification: ({ headers }) => ({ headers, body: '{"auth_req_id":"auth-req-2","auth_req_id":"auth-req-1"}' }),
  },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/auth_req_id twice/ },
};
