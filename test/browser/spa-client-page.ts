// The application of spa-client.test.ts, bundled for the browser: a page whose parts the test presses from outside.
import { createBrowserClient } from "../../src/browser/create-browser-client.ts";
import type { SessionEvent } from "../../src/browser/options.ts";
import { pushAuthorization } from "../../src/browser/push-authorization.ts";

const { issuer = "", api = "", storage = "session", client = "spa" } = document.documentElement.dataset;
const events: SessionEvent[] = [];
const failures: unknown[] = [];
const spa = createBrowserClient({
  issuer,
  client: {
    client_id: client,
    redirect_uris: [`${location.origin}/callback`],
    post_logout_redirect_uris: [`${location.origin}/`],
    scope: "openid profile offline_access",
  },
  dpop: client === "spa",
  storage: storage === "memory" ? "memory" : "session",
  allowedOrigins: [api],
  silentSignIn: { timeoutMs: 8000 },
  pushing: location.search === "?push" ? pushAuthorization({ always: true }) : undefined,
});
spa.subscribe((event) => void events.push(event));
Object.assign(globalThis, { spa, events, failures });

const output = document.querySelector("output");
document.querySelector("#redirect")?.addEventListener("click", () => {
  spa.signInRedirect({ returnTo: "/orders?page=2" }).catch(show);
});
document.querySelector("#popup")?.addEventListener("click", () => {
  spa.signInPopup().then(({ claims }) => show(claims.sub), show);
});
spa.handleRedirect().then(
  async (handled) => {
    if (handled?.kind === "relayed") return;
    const session = await spa.getSession();
    show(session?.claims.sub ?? "nobody");
  },
  (error: unknown) => show(error),
);

function show(value: unknown): void {
  output?.replaceChildren(value instanceof Error ? `failed: ${value.stack}` : String(value));
}
