import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens of a type that nobody here can present",
  setting: { via: "push" },
  evil: { notification: ({ headers, body }) => ({ headers, body: body.replace('"Bearer"', '"DPoP"') }) },
  twin: { notification: ({ headers, body }) => ({ headers, body: body.replace('"Bearer"', '"bearer"') }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_TYPE", parameter: "token_type" },
};
