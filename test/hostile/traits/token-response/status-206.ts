import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a part of an answer that nobody asked a part of",
  evil: { token: answer(206, { "content-type": "application/json", "content-range": "bytes 0-10/20" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 206 instead of 200/ },
};
