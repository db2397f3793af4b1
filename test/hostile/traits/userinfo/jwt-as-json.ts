import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a signed body that calls itself JSON",
  evil: {
    userinfo: answer(200, { "content-type": "application/json" }, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyLTEifQ."),
  },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
