import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a redirect to itself, for ever",
  evil: { wire: reply("", { status: 308, headers: { location: "/token" } }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /308/ },
};
