import { answer } from "../../mutate.ts";
import { demandAsResource } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect of the resource, which would take the token and its proof along",
  setting: { via: "resource" },
  evil: { resource: answer(307, { location: "https://evil.example/api" }, null) },
  twin: { resource: demandAsResource("n-1") },
  verdict: { family: "response", code: "ERR_RESPONSE_REDIRECT", message: /307/ },
};
