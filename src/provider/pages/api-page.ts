import { html } from "hono/html";
import { followReference, type JsonNode, listAt, nodeAt, textAt } from "../openapi/json-node.ts";
import { layoutPage } from "./layout.ts";
import type { Markup } from "./markup.ts";
import type { PageFrame } from "./views.ts";

/** The API document as a page to read: every operation with its parameters, bodies and answers. It needs no script. */
export function apiPage(view: PageFrame, document: JsonNode): Promise<string> {
  const title = textAt(nodeAt(document, "info"), "title");
  const sections = listAt(document, "tags").map((tag) => sectionOf(document, nodeAt(tag)));
  const content = html`<div lang="en" dir="ltr"><h1>${title}</h1><p class="lead">${textAt(nodeAt(document, "info"), "description")}</p><div class="actions"><a class="button quiet" href="openapi.json">openapi.json</a></div>${sections}</div>`;
  return layoutPage(view, { title, content, isWide: true });
}

function sectionOf(document: JsonNode, tag: JsonNode): Markup {
  const name = textAt(tag, "name");
  const items = Object.entries(nodeAt(document, "paths")).flatMap(([path, item]) =>
    Object.entries(nodeAt(item))
      .filter(([, operation]) => listAt(nodeAt(operation), "tags").includes(name))
      .map(([method, operation]) =>
        operationOf(document, { path, method, item: nodeAt(item), operation: nodeAt(operation) }),
      ),
  );
  return html`<section><h2>${name}</h2><p>${textAt(tag, "description")}</p>${items}</section>`;
}

interface ShownOperation {
  readonly path: string;
  readonly method: string;
  readonly item: JsonNode;
  readonly operation: JsonNode;
}

function operationOf(document: JsonNode, { path, method, item, operation }: ShownOperation): Markup {
  const parameters = [...listAt(item, "parameters"), ...listAt(operation, "parameters")].map((each) =>
    followReference(document, each),
  );
  const body = followReference(document, operation.requestBody);
  const answers = Object.entries(nodeAt(operation, "responses"));
  return html`<details id="${textAt(operation, "operationId")}"><summary><code>${method.toUpperCase()} ${path}</code> ${textAt(operation, "summary")}</summary>
<p>${textAt(operation, "description")}</p>
${parameters.length === 0 ? "" : html`<h3>Parameters</h3><dl class="facts">${parameters.map((each) => parameterOf(document, each))}</dl>`}
${operation.requestBody === undefined ? "" : html`<h3>Body</h3>${contentOf(document, body)}`}
<h3>Answers</h3><dl class="facts">${answers.map(([status, answer]) => answerOf(document, status, followReference(document, answer)))}</dl></details>`;
}

function parameterOf(document: JsonNode, parameter: JsonNode): Markup {
  const required = parameter.required === true ? ", required" : "";
  return html`<dt><code>${textAt(parameter, "name")}</code> <span class="small">${textAt(parameter, "in")}${required}</span></dt><dd>${textAt(parameter, "description")}${schemaOf(document, parameter.schema)}</dd>`;
}

function answerOf(document: JsonNode, status: string, answer: JsonNode): Markup {
  return html`<dt><code>${status}</code></dt><dd><p>${textAt(answer, "description")}</p>${contentOf(document, answer)}</dd>`;
}

function contentOf(document: JsonNode, message: JsonNode): Markup {
  const kinds = Object.entries(nodeAt(message, "content"));
  return html`${kinds.map(([type, kind]) => html`<p><code>${type}</code></p>${schemaOf(document, nodeAt(kind).schema)}`)}`;
}

/** The members of a message; those of its base and its alternatives go along. What these refer to is named only. */
function schemaOf(document: JsonNode, schema: unknown): Markup {
  const members = membersOf(document, schema, 0);
  if (members.length === 0) return html``;
  const rows = members.map(
    ({ name, member, isRequired }) =>
      html`<li><code>${name}</code>${isRequired ? html` <span class="small">required</span>` : ""} ${textAt(member, "description")}</li>`,
  );
  return html`<ul>${rows}</ul>`;
}

interface ShownMember {
  readonly name: string;
  readonly member: JsonNode;
  readonly isRequired: boolean;
}

function membersOf(document: JsonNode, schema: unknown, depth: number): readonly ShownMember[] {
  const node = followReference(document, schema);
  const required = listAt(node, "required");
  const own = Object.entries(nodeAt(node, "properties")).map(([name, member]) => ({
    name,
    member: nodeAt(member),
    isRequired: required.includes(name),
  }));
  if (depth >= maxDepth) return own;
  const parts = [...listAt(node, "allOf"), ...listAt(node, "anyOf"), ...listAt(node, "oneOf")];
  const all = [...own, ...parts.flatMap((part) => membersOf(document, part, depth + 1))];
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index);
}

const maxDepth = 3;
