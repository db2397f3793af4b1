import { html } from "hono/html";
import { hiddenMembers } from "./form-parts.ts";
import { layoutPage } from "./layout.ts";
import type { FormPostView } from "./views.ts";

/**
 * The page that posts a response to the client. Without scripts, the person presses the button.
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export function formPostPage(view: FormPostView): Promise<string> {
  const { action, parameters, text } = view;
  const button = html`<noscript><div class="actions"><button class="button main">${text("formPost.submit")}</button></div></noscript>`;
  return layoutPage(view, {
    title: text("formPost.title"),
    content: html`<h1>${text("formPost.title")}</h1><p class="lead" role="status">${text("formPost.intro")}</p><form method="post" action="${action}">${hiddenMembers({ hidden: parameters })}${button}</form>`,
    script: submitScript,
  });
}

/** The method is taken from the prototype, because a member of the form may be called `submit`. */
const submitScript = "HTMLFormElement.prototype.submit.call(document.forms[0])";
