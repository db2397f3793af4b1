import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import type { ProtocolRefusal } from "../http/refusal.ts";
import { respondRefusal } from "../http/respond.ts";
import { prefersJson } from "./accept.ts";
import { defaultPages } from "./default-pages.ts";
import { renderPage, renderWith, type ShowPage } from "./render.ts";

/** Answers a refusal to a person: with the error page, or with JSON to what asks for that. */
export async function respondRefusalPage(
  context: ProviderContext,
  request: EndpointRequest,
  { refusal, reference }: { readonly refusal: ProtocolRefusal; readonly reference: string },
): Promise<Response> {
  const { error, description, status, headers, problem } = refusal;
  if (prefersJson(request.raw.headers.get("accept"))) return respondRefusal(refusal);
  const content = { error, description, reference, problem };
  try {
    return await renderPage(context, request, "error", content, { status, headers });
  } catch (cause) {
    // A page that was replaced has failed, and must not take the error with it.
    const reason = "the error page failed";
    context.report({ type: "error.internal", endpoint: request.path, error: "server_error", reason, reference, cause });
    const show = defaultPages.error as ShowPage;
    return renderWith(context, request, { show, content, options: { status, headers } });
  }
}

/** A name for one error that can be read out on the telephone: it stands on the page and in the event. */
export function createReference({ random }: ProviderContext): string {
  const letters = [...random(8)].map((byte) => alphabet[byte % alphabet.length]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** 32 signs, none of which looks like another. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
