import { runTraits } from "./run-traits.ts";
import { pushedRequest } from "./scenarios/browser.ts";

await runTraits({
  name: "pushed-authorization",
  scenario: pushedRequest,
  setting: { options: { pushedAuthorizationRequests: "always" } },
});
