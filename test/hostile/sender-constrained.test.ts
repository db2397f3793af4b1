import { runTraits } from "./run-traits.ts";
import { resourceCall } from "./scenarios/bound.ts";
import { login, pushedRequest, refresh, userinfo } from "./scenarios/browser.ts";
import { clientCredentials } from "./scenarios/direct.ts";
import { deviceToken } from "./scenarios/notices.ts";

await runTraits({
  name: "sender-constrained",
  scenario: clientCredentials,
  others: { login, refresh, userinfo, pushed: pushedRequest, device: deviceToken, resource: resourceCall },
  setting: { dpop: {}, options: { pushedAuthorizationRequests: "auto" } },
  atMost: { "/token": 2, "/userinfo": 2, "/api": 2, "/par": 2 },
});
