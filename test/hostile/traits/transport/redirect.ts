import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a redirect to another place",
  evil: { wire: reply("", { status: 302, headers: { location: "/elsewhere?session=1" } }) },
  twin: { wire: reply(undefined, { headers: { location: "/elsewhere" } }) },
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /302.*\/elsewhere/ },
};
