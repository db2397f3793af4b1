import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge that points to somebody else's metadata (RFC 9728 §3.3)",
  setting: { via: "challenge" },
  evil: {
    resource: answer(
      401,
      {
        "www-authenticate": 'Bearer resource_metadata="https://evil.example/.well-known/oauth-protected-resource/api"',
      },
      "",
    ),
  },
  twin: {
    resource: answer(
      401,
      {
        "www-authenticate":
          'Bearer resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/api"',
      },
      "",
    ),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource_metadata" },
};
