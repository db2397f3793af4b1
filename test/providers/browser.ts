import { type CookieJar, createCookieJar } from "../../examples/demo/cookie-jar.ts";
import { type PageField, type PageForm, parseForms, parseText } from "./page-forms.ts";

/** Where a walk through pages ended. */
export type Arrival =
  | { readonly kind: "redirect"; readonly url: string }
  | { readonly kind: "form"; readonly url: string; readonly body: URLSearchParams }
  | { readonly kind: "page"; readonly url: string; readonly status: number; readonly text: string };

/** What a person does with a page. */
export interface Person {
  readonly user?: string;
  readonly password?: string;
  /** Typed where a page asks for the code of a device. */
  readonly userCode?: string;
  /** Which button to press where a page has two. */
  readonly decision?: "allow" | "deny";
  /** The browser's cookies; give one jar to several walks to keep the session. */
  readonly jar?: CookieJar;
  /** A place outside the provider; a redirect or a form that leads there ends the walk. */
  readonly until?: string;
  /** The browser's connection; one that trusts the provider's certificate where its pages are over TLS. */
  readonly fetchIt?: typeof fetch;
}

/**
 * Does what a person at a browser does: follows redirects, keeps cookies, fills in and submits the forms of the provider
 * until it is led to `until`, or to a page that asks nothing more.
 */
export async function walk(startUrl: string, person: Person = {}): Promise<Arrival> {
  const { jar = createCookieJar(), until, fetchIt = fetch } = person;
  let next: PageRequest = { method: "GET", url: new URL(startUrl) };
  let refused = false;
  for (let count = 0; count < maximumSteps; count++) {
    const response = await send(next, { jar, fetchIt });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location !== null) {
      const url = new URL(location, next.url);
      if (isAt(url, until)) return { kind: "redirect", url: url.href };
      next = { method: "GET", url };
      continue;
    }
    const html = await response.text();
    const form = chooseForm(parseForms(html));
    if (form === undefined || refused)
      return { kind: "page", url: next.url.href, status: response.status, text: parseText(html) };
    const button = chooseButton(form, person);
    refused = person.decision === "deny" && button !== undefined && form.buttons.length > 1;
    next = submit(form, next.url, { person, button });
    if (isAt(next.url, until)) return { kind: "form", url: next.url.href, body: next.body ?? new URLSearchParams() };
  }
  throw new Error(`${startUrl} did not come to an end within ${maximumSteps} requests.`);
}

interface PageRequest {
  readonly method: string;
  readonly url: URL;
  readonly body?: URLSearchParams;
}

async function send(
  { method, url, body }: PageRequest,
  { jar, fetchIt }: { readonly jar: CookieJar; readonly fetchIt: typeof fetch },
): Promise<Response> {
  const cookie = jar.header(url);
  const response = await fetchIt(url, {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "text/html", ...(cookie === undefined ? {} : { cookie }) },
    ...(body === undefined ? {} : { body }),
  });
  jar.store(url, response);
  return response;
}

function isAt(url: URL, until: string | undefined): boolean {
  if (until === undefined) return false;
  const end = new URL(until);
  return url.origin === end.origin && url.pathname === end.pathname;
}

/** Pages have forms that lead elsewhere, such as a choice of language; those that post carry the page's purpose. */
function chooseForm(forms: readonly PageForm[]): PageForm | undefined {
  return forms.find(({ method }) => method === "POST");
}

/** Where a page has two buttons, the second refuses, or the one that says so. */
function chooseButton({ buttons }: PageForm, { decision = "allow" }: Person): PageField | undefined {
  const refusal = buttons.find(({ name, value }) => deny.test(name) || deny.test(value)) ?? buttons[1];
  const consent = buttons.find((button) => button !== refusal);
  return decision === "deny" ? (refusal ?? consent) : consent;
}

function submit(
  form: PageForm,
  page: URL,
  { person, button }: { readonly person: Person; readonly button: PageField | undefined },
): PageRequest {
  const { user = "ada", password = "a password that is no secret", userCode = "" } = person;
  const body = new URLSearchParams();
  for (const { name, type, value } of form.fields) {
    if (type === "checkbox" || type === "radio") continue;
    if (type === "password") body.append(name, password);
    else if (/user_?code/i.test(name) && value === "") body.append(name, userCode);
    else if (/^(?:login|username|email)$/.test(name) && type !== "hidden") body.append(name, user);
    else body.append(name, value);
  }
  if (button !== undefined && button.name !== "") body.append(button.name, button.value);
  return { method: form.method, url: new URL(form.action, page), body };
}

const deny = /^(?:cancel|abort|no|deny)$/i;
const maximumSteps = 20;
const timeoutMs = 10_000;
