import { html, raw } from "hono/html";
import { cleanForeignText } from "./foreign-text.ts";
import type { MessageKey, PageFrame } from "./views.ts";

/** Markup whose texts are escaped. */
export type Markup = ReturnType<typeof html>;

/** Foreign text in a line of ours: cleaned, escaped, and unable to turn what stands around it. */
export function foreign(text: string, maxLength?: number): Markup {
  return html`<bdi>${cleanForeignText(text, maxLength)}</bdi>`;
}

/** A text of ours with markup in the place of its words in braces. */
export function textWith(view: PageFrame, key: MessageKey, values: Readonly<Record<string, Markup>>): Markup {
  const parts = view.text(key).split(/\{(\w+)\}/);
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : (values[part] ?? `{${part}}`)))}`;
}

/** A picture that only decorates. */
export function icon(name: keyof typeof shapes): Markup {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${raw(shapes[name])}</svg>`;
}

const shapes = {
  alert: '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  circle: '<circle cx="12" cy="12" r="9"/><path d="m8.5 12.2 2.5 2.5 4.5-5"/>',
  dash: '<path d="M6 12h12"/>',
  key: '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3"/>',
  server:
    '<rect x="4" y="4" width="16" height="7" rx="2"/><rect x="4" y="13" width="16" height="7" rx="2"/><path d="M8 7.5v.1M8 16.5v.1"/>',
  desktop: '<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M8 20h8M12 16v4"/>',
  phone: '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 17.5h2"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.75"/><path class="slash" d="m4 20 16-16"/>',
} as const;
