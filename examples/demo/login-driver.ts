import { type CookieJar, createCookieJar } from "./cookie-jar.ts";
import { type HtmlButton, type HtmlForm, parseFirstForm, parseHeading } from "./html-form.ts";

/** What a person at a browser brings to a login. */
export interface LoginOptions {
  /** Where the login ends. The driver stops there, as the application takes over. */
  readonly redirectUri: string;
  readonly login?: string;
  readonly password?: string;
  /** The browser's cookies. Give one jar to several logins to keep the session at the provider. */
  readonly jar?: CookieJar;
  /** Told of every page and redirect. */
  readonly onStep?: (step: BrowserStep) => void;
}

/** One request of the browser and what came of it. */
export interface BrowserStep {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  /** What the answer was: `redirect`, `form "Sign-in"` … */
  readonly outcome: string;
  readonly durationMs: number;
}

/**
 * Does what a person at a browser does with an authorization URL: follows redirects, keeps cookies, fills in and submits
 * the forms it meets. Gives the URL that the browser is sent back to, which may carry a code or an error.
 * @throws Error when a page is neither a redirect nor a form
 */
export async function logIn(authorizationUrl: string, options: LoginOptions): Promise<string> {
  const { redirectUri, login = "ada", password = "any", jar = createCookieJar(), onStep } = options;
  let next: BrowserRequest = { method: "GET", url: new URL(authorizationUrl) };
  for (let count = 0; count < maximumSteps; count++) {
    const started = performance.now();
    const { method, url } = next;
    const response = await send(next, jar);
    const target = redirectTarget(response, url);
    const page = target === undefined ? await response.text() : "";
    const form = target === undefined ? parseFirstForm(page) : undefined;
    onStep?.({
      method,
      url,
      status: response.status,
      outcome: describe(target, form, { page, redirectUri }),
      durationMs: performance.now() - started,
    });
    if (target !== undefined && isCallback(target, redirectUri)) return target.href;
    if (target !== undefined) next = { method: "GET", url: target };
    else if (form !== undefined) next = submit(form, url, { login, password });
    else throw new Error(`${url.pathname} answered ${response.status} with neither a redirect nor a form:\n${page}`);
  }
  throw new Error(`The login did not reach ${redirectUri} within ${maximumSteps} requests.`);
}

interface BrowserRequest {
  readonly method: string;
  readonly url: URL;
  readonly body?: URLSearchParams;
}

async function send({ method, url, body }: BrowserRequest, jar: CookieJar): Promise<Response> {
  const cookie = jar.header(url);
  const response = await fetch(url, {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "text/html", ...(cookie === undefined ? {} : { cookie }) },
    ...(body === undefined ? {} : { body }),
  });
  jar.store(url, response);
  return response;
}

function redirectTarget(response: Response, from: URL): URL | undefined {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
  return location === null ? undefined : new URL(location, from);
}

function isCallback(target: URL, redirectUri: string): boolean {
  const callback = new URL(redirectUri);
  return target.origin === callback.origin && target.pathname === callback.pathname;
}

function submit(
  form: HtmlForm,
  page: URL,
  person: { readonly login: string; readonly password: string },
): BrowserRequest {
  const fields = new URLSearchParams();
  for (const { name, type, value } of form.fields) {
    const typed = type === "password" ? person.password : type === "text" || type === "email" ? person.login : value;
    fields.append(name, typed);
  }
  const button = chooseButton(form);
  if (button !== undefined) fields.append(button.name, button.value);
  const url = new URL(form.action, page);
  if (form.method !== "GET") return { method: form.method, url, body: fields };
  url.search = fields.toString();
  return { method: "GET", url };
}

/** A button without a name goes on; where all have names, the question is whether the person agrees, and the last one says yes. */
function chooseButton({ buttons }: HtmlForm): HtmlButton | undefined {
  return buttons.some(({ name }) => name === "") ? undefined : buttons.at(-1);
}

function describe(
  target: URL | undefined,
  form: HtmlForm | undefined,
  { page, redirectUri }: { readonly page: string; readonly redirectUri: string },
): string {
  if (target !== undefined) return isCallback(target, redirectUri) ? "back to the application" : "redirect";
  return form === undefined ? "page without a form" : `form "${parseHeading(page)}"`;
}

const maximumSteps = 20;
const timeoutMs = 5000;
