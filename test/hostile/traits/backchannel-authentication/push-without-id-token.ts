import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens without an ID token",
  setting: { via: "push" },
  evil: { notification: ({ headers, body }) => ({ headers, body: body.replace(/,"id_token":"[^"]*"/, "") }) },
  twin: { notification: ({ headers, body }) => ({ headers, body: body.replace("{", '{ "x": null, ') }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
