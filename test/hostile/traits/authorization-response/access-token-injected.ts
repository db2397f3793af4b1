import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an access token in the code flow (RFC 9700 §2.1.2)",
  evil: { authorization: append(["access_token", "access-secret-9"], ["token_type", "bearer"]) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/access_token" },
};
