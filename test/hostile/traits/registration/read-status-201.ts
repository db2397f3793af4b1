import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 201 for a registration that is only read",
  setting: { via: "read" },
  evil: { registration: answer(201, { "content-type": "application/json" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 201 instead of 200/ },
};
