import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a permanent redirect, even to itself",
  evil: { metadata: answer(308, { location: "/.well-known/openid-configuration" }, null) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /308/ },
};
