import { html } from "hono/html";
import type { TokenSet } from "../../src/index.ts";

/** What userinfo said of a person. */
export interface Person {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** The page of nobody. */
export function signedOutPage(issuer: string): string {
  return page(
    "Photo Print",
    html`<p class="lead">Your pictures, on paper. This application of the demo knows nobody yet; it asks <b>${new URL(issuer).host}</b> who you are.</p>
<form method="post" action="/sign-in"><button>Sign in</button></form>`,
  );
}

/** The page of somebody, with every claim of the ID token. */
export function signedInPage({ set, name, email }: Person & { readonly set: TokenSet }): string {
  const rows = Object.entries(set.claims ?? {}).map(
    ([claim, value]) => html`<tr><th scope="row"><code>${claim}</code></th><td>${describe(claim, value)}</td></tr>`,
  );
  const address = email === undefined ? "" : html` as <b>${email}</b>`;
  return page(
    `Hello, ${name ?? "you"}`,
    html`<p class="lead">You are signed in${address}. This is what the ID token says, its signature and claims verified:</p>
<table>${rows}</table>
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );
}

/** The page of what went wrong. */
export function errorPage(text: string): string {
  return page("That did not work", html`<p class="lead">${text}</p><p><a href="/">Begin again</a></p>`);
}

/** Times for people, too. */
function describe(claim: string, value: unknown): string {
  if (times.includes(claim) && typeof value === "number") return `${value} (${new Date(value * 1000).toISOString()})`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function page(title: string, content: ReturnType<typeof html>): string {
  return String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="icon" href="data:,"><style>${style}</style></head>
<body><main><h1>${title}</h1>
${content}</main></body></html>`);
}

const times: readonly string[] = ["auth_time", "exp", "iat"];
const style = `:root{color-scheme:light dark;--line:#d5d9e0;--muted:#59616e;--accent:#0f6b5c;--on:#fff}
@media(prefers-color-scheme:dark){:root{--line:#3a414c;--muted:#a6aebb;--accent:#5fd0bb;--on:#10231f}}
*{box-sizing:border-box}body{margin:0;font:1rem/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:8vh 1.25rem 3rem}h1{font-size:2rem;line-height:1.2;margin:0 0 .75rem}
.lead{color:var(--muted);margin:0 0 1.5rem}.lead b{color:CanvasText}
table{width:100%;border-collapse:collapse;margin:0 0 1.75rem;font-size:.9375rem}
th,td{text-align:start;vertical-align:top;padding:.5rem .75rem .5rem 0;border-block-end:1px solid var(--line)}
td{overflow-wrap:anywhere}code{font-family:ui-monospace,monospace}
button{font:inherit;font-weight:600;padding:.7rem 1.5rem;border:0;border-radius:.5rem;background:var(--accent);color:var(--on);cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}a{color:var(--accent)}`;
