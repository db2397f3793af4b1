import type { Provider } from "../create-provider.ts";

/** A person who signs in, and what for. */
export interface SignInOptions {
  readonly username: string;
  readonly password: string;
  /** Where the application sends the browser. */
  readonly authorizationUrl: string | URL;
  /** What the person answers when they are asked for consent. Default `allow`. */
  readonly decision?: "allow" | "deny" | undefined;
  /** Cookies of a browser that goes on, by name; they are added to. Default: a browser that was never here. */
  readonly cookies?: Map<string, string> | undefined;
}

/**
 * Signs a person in as a browser would, without one: follows redirects, keeps cookies, fills in the provider's own forms for login and consent. For tests.
 * It gives the URL that the application is sent back to, with the code or with an error. A page that asks for anything else, or says that something is wrong, rejects.
 */
export async function signIn(
  provider: Pick<Provider, "issuer" | "fetch">,
  { username, password, authorizationUrl, decision = "allow", cookies = new Map() }: SignInOptions,
): Promise<string> {
  const filledIn: Readonly<Record<string, string>> = { login: username, password };
  const answered = new Set<string>();
  let request: BrowserRequest = { url: new URL(authorizationUrl).href };
  for (let count = 0; count < maxRequests; count += 1) {
    if (!request.url.startsWith(`${provider.issuer}/`)) return request.url;
    const response = await send(provider, cookies, request);
    const location = response.headers.get("location");
    const html = await response.text();
    if (location !== null) {
      request = { url: new URL(location, request.url).href };
      continue;
    }
    const form = readPageForm(html);
    const question = Object.keys(filledIn).every((name) => form.fields.includes(name)) ? "login" : form.question;
    // The same question for the second time: the answer was not good.
    if (question === undefined || answered.has(question)) throw new Error(describePage(html, response.status));
    answered.add(question);
    const answer = question === "login" ? filledIn : { decision };
    const body = new URLSearchParams({ ...form.hidden, ...answer });
    request = { url: new URL(form.action, request.url).href, body };
  }
  throw new Error(`The sign-in has not ended after ${maxRequests} requests.`);
}

interface BrowserRequest {
  readonly url: string;
  readonly body?: URLSearchParams;
}

async function send(
  provider: Pick<Provider, "issuer" | "fetch">,
  cookies: Map<string, string>,
  { url, body }: BrowserRequest,
): Promise<Response> {
  const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
  const headers = { accept: "text/html", ...(cookie !== "" && { cookie }) };
  const origin = new URL(provider.issuer).origin;
  const post = body && { method: "POST", body, headers: { ...headers, origin, "sec-fetch-site": "same-origin" } };
  const response = await provider.fetch(url, { headers, redirect: "manual", ...post });
  for (const field of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
    if (/;\s*max-age=0(?:;|$)/i.test(field)) cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}

interface PageForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Names of what a person fills in. */
  readonly fields: readonly string[];
  /** `decision` where there are two buttons for yes and no. */
  readonly question: "decision" | undefined;
}

function readPageForm(html: string): PageForm {
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
  const isHidden = (tag: string): boolean => readAttribute(tag, "type") === "hidden";
  const hidden = inputs.filter(isHidden).map((tag) => [readAttribute(tag, "name"), readAttribute(tag, "value")]);
  return {
    action: readAttribute(/<form\b[^>]*>/.exec(html)?.[0] ?? "", "action"),
    hidden: Object.fromEntries(hidden),
    fields: inputs.filter((tag) => !isHidden(tag)).map((tag) => readAttribute(tag, "name")),
    question: /<button\b[^>]*\bname="decision"/.test(html) ? "decision" : undefined,
  };
}

function readAttribute(tag: string, name: string): string {
  return decodeText(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

/** What went wrong, in the words of the page. */
function describePage(html: string, status: number): string {
  const patterns = [
    /<h1\b[^>]*>(.*?)<\/h1>/s,
    /id="problem" role="alert">(.*?)<\/div>/s,
    /<dd lang="en"[^>]*>(.*?)<\/dd>/s,
  ];
  const said = patterns.map((pattern) =>
    decodeText((pattern.exec(html)?.[1] ?? "").replaceAll(/<[^>]*>/g, " ")).trim(),
  );
  return `The sign-in ended at a page with status ${status}: ${said.filter((text) => text !== "").join(": ")}`;
}

function decodeText(text: string): string {
  return text.replaceAll(/&(quot|#39|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};
const maxRequests = 15;
