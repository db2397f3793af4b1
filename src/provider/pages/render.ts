import { randomBase64url } from "../../util/random.ts";
import { parseUrl } from "../../util/url.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { writeContentSecurityPolicy } from "./content-security-policy.ts";
import { chooseLanguage, directionOf } from "./language.ts";
import type { ClientView, PageContent, PageFrame, Pages } from "./views.ts";

/** How a page is answered. */
export interface PageResponseOptions {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[] | undefined;
  /** URLs that the answers to the form may redirect to: the redirect URIs of the client. The policy gets their origins. */
  readonly formAction?: readonly string[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Answers with a page: in the language of the person, with a nonce of its own, and in no frame and no cache. */
export async function renderPage<Name extends keyof Pages>(
  context: ProviderContext,
  request: EndpointRequest,
  page: Name,
  content: PageContent<Name>,
  options: PageResponseOptions = {},
): Promise<Response> {
  // What shows a page takes the view of that page, which the types of the parameters have made sure of.
  const show = context.pages.pages[page] as ShowPage;
  return renderWith(context, request, { show, content, options });
}

/** The language of a page: of `ui_locales`, else of `Accept-Language`, else the default one. */
export function choosePageLanguage(context: ProviderContext, { raw }: EndpointRequest, uiLocales?: string): string {
  const { languages, defaultLanguage } = context.pages;
  const asked = uiLocales ?? parseUrl(raw.url)?.searchParams.get("ui_locales") ?? undefined;
  const acceptLanguage = raw.headers.get("accept-language");
  return chooseLanguage(languages, { uiLocales: asked?.slice(0, maxLocales), acceptLanguage }, defaultLanguage);
}

/** Shows any page. */
export type ShowPage = (view: PageFrame) => string | Promise<string>;

/** A page to be shown. */
export interface PageToShow {
  readonly show: ShowPage;
  readonly content: Pick<PageContent<"outcome">, "problem" | "uiLocales"> & ShownParts;
  readonly options: PageResponseOptions;
}

/** What pages show that matters to the policy. */
interface ShownParts {
  readonly client?: ClientView | undefined;
  readonly action?: string | undefined;
}

/** Answers with a page that is shown by a function. */
export async function renderWith(
  context: ProviderContext,
  request: EndpointRequest,
  { show, content, options }: PageToShow,
): Promise<Response> {
  const { pages, clock, random, issuer } = context;
  const { uiLocales, ...view } = content;
  const language = choosePageLanguage(context, request, uiLocales);
  const cspNonce = randomBase64url(16, random);
  const client = view.client === undefined ? undefined : withCheckedUrls(view.client, pages.showClientLogos);
  const frame = {
    ...view,
    ...(client !== undefined && { client }),
    ...pages.textsIn(language),
    brand: pages.brandIn(language),
    direction: directionOf(language),
    nowMs: clock(),
    cspNonce,
    language,
  };
  const body = String(await show(frame));
  const policy = writeContentSecurityPolicy({
    nonce: cspNonce,
    // The application's start page: clients whose redirect URI is at another origin go on to there.
    formTargets: [...(options.formAction ?? []), view.action ?? "", client?.uri ?? ""],
    pictures: [client?.logoUri ?? ""],
    sources: pages.sources,
  });
  const headers = new Headers({ ...options.headers, ...pageHeaders });
  headers.set("Content-Language", language);
  headers.set("Content-Security-Policy", policy);
  if (issuer.startsWith("https:")) headers.set("Strict-Transport-Security", "max-age=31536000");
  for (const cookie of options.cookies ?? []) headers.append("Set-Cookie", cookie);
  return new Response(body, { status: options.status ?? 200, headers });
}

/** Links and pictures need TLS; and a picture, which is fetched from somebody else's server, needs the configuration to say so. */
function withCheckedUrls(client: ClientView, isLogoShown: boolean): ClientView {
  const check = (text: string | undefined): string | undefined => {
    const url = text === undefined ? undefined : parseUrl(text);
    return url?.protocol === "https:" ? url.href : undefined;
  };
  const { uri, policyUri, termsUri, logoUri } = client;
  const links = { uri: check(uri), policyUri: check(policyUri), termsUri: check(termsUri) };
  return { ...client, ...links, logoUri: isLogoShown ? check(logoUri) : undefined };
}

const maxLocales = 300;
const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
} as const;
