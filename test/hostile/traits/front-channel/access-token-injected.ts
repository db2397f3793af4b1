import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an access token that the response type does not have",
  evil: { authorization: append(["access_token", "access-secret-9"], ["token_type", "Bearer"]) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/access_token" },
};
