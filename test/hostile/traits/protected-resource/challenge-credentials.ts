import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge whose host is only a user name",
  setting: { via: "challenge" },
  evil: {
    resource: answer(
      401,
      { "www-authenticate": 'Bearer resource_metadata="https://api.example.com@evil.example/x"' },
      "",
    ),
  },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource_metadata" },
};
