import type { CheckSessionPoller } from "../../src/endpoints/check-session-poller.ts";
import { createCheckSessionPoller } from "../../src/endpoints/check-session-poller.ts";

/** Compiled, never run: what a browser has fits. */
export function watch(iframe: HTMLIFrameElement): CheckSessionPoller {
  return createCheckSessionPoller({
    window,
    iframe,
    clientId: "web",
    sessionState: "digest.salt",
    opOrigin: "https://id.example.com",
    onChanged: () => undefined,
  });
}
