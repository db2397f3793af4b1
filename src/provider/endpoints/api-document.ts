import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import type { JsonNode } from "../openapi/json-node.ts";
import { renderWith } from "../pages/render.ts";
import { adminOperations } from "./admin.ts";
import { offeredRoutes } from "./routes.ts";

/** What the provider offers, as OpenAPI 3.1, and the same as a page to read. */
export const apiRoutes: readonly Route[] = [
  { path: "/openapi.json", methods: ["GET"], kind: "document", handle: handleDocument },
  { path: "/openapi", methods: ["GET"], kind: "page", handle: handlePage },
];

async function handleDocument(context: ProviderContext): Promise<Response> {
  return respondJson(await documentOf(context), { headers: { "Cache-Control": "public, max-age=900" } });
}

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const document = await documentOf(context);
  const { apiPage } = await import("../pages/api-page.ts");
  return renderWith(context, request, { show: (view) => apiPage(view, document), content: {}, options: {} });
}

/** The schemas are large, and most providers are never asked for them: they are loaded when somebody asks, and the document is made once. */
function documentOf(context: ProviderContext): Promise<JsonNode> {
  const made = documents.get(context) ?? makeDocument(context);
  documents.set(context, made);
  return made;
}

async function makeDocument(context: ProviderContext): Promise<JsonNode> {
  const { authorizationServerDocument: source } = await import(
    "../../../generated/openapi/authorization-server-document.ts"
  );
  const { buildDocument } = await import("../openapi/build-document.ts");
  const { options } = context;
  const operations = options.admin === undefined ? [] : adminOperations;
  return buildDocument(context, { source, routes: offeredRoutes(options), operations });
}

const documents: WeakMap<ProviderContext, Promise<JsonNode>> = /* @__PURE__ */ new WeakMap();
