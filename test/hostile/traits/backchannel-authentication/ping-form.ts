import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a ping that is a form",
  setting: { via: "ping" },
  evil: {
    notification: ({ headers }) => ({
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: "auth_req_id=auth-req-1",
    }),
  },
  twin: {
    notification: ({ headers, body }) => ({
      headers: { ...headers, "content-type": "application/json; charset=utf-8" },
      body,
    }),
  },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
