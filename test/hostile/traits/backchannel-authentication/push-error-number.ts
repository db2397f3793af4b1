import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a pushed error that is a number",
  setting: { via: "push" },
  evil: { notification: ({ headers }) => ({ headers, body: '{"auth_req_id":"auth-req-1","error":1}' }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/error" },
};
