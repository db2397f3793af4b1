import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "form text, as old servers send it",
  evil: {
    token: answer(
      200,
      { "content-type": "application/x-www-form-urlencoded" },
      "access_token=access-secret-1&token_type=bearer",
    ),
  },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
