import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a redirect without a target",
  evil: { wire: reply("", { status: 303 }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /303/ },
};
