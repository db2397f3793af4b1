import { wellKnownPaths } from "../../constants/well-known-paths.ts";
import { isRecord } from "../../schema/is-record.ts";
import type { AdminOperation } from "../admin/admin-operation.ts";
import { adminScopes } from "../admin/admin-options.ts";
import type { ProviderContext } from "../context.ts";
import type { Route } from "../http/route.ts";
import { adminSchemas } from "./admin-schemas.ts";
import { describeAdminPaths } from "./describe-admin.ts";
import { collectReferences, type JsonNode, listAt, nodeAt, textAt } from "./json-node.ts";
import { templateOf } from "./template.ts";

/** What a document is built from. */
export interface DocumentParts {
  /** The document of the specifications, with placeholders for paths. */
  readonly source: JsonNode;
  /** The routes that are offered. */
  readonly routes: readonly Route[];
  /** Those of the administration, where it is offered. */
  readonly operations: readonly AdminOperation[];
}

/** Describes a provider as OpenAPI 3.1: the exchanges of the specifications at the paths of this provider, those that it offers, and its administration. */
export function buildDocument(context: ProviderContext, { source, routes, operations }: DocumentParts): JsonNode {
  const paths = { ...describeProtocol(context, source, routes), ...describeAdminPaths(operations) };
  const hasAdmin = operations.length > 0;
  const components = nodeAt(source, "components");
  const all = {
    components: {
      ...components,
      schemas: { ...nodeAt(components, "schemas"), ...(hasAdmin ? adminSchemas : {}) },
      securitySchemes: { ...nodeAt(components, "securitySchemes"), ...(hasAdmin ? adminSecurity(context) : {}) },
    },
  };
  const tags = [
    ...listAt(source, "tags"),
    { name: "Administration", description: "Clients, accounts and what they have; keys." },
  ];
  return {
    openapi: "3.1.0",
    info: {
      ...nodeAt(source, "info"),
      title: `${context.pages.brandIn("en").name}: OAuth 2.0 and OpenID Connect`,
      description: "Every exchange with this provider. What it supports in detail stands in its metadata (RFC 8414).",
    },
    servers: [{ url: context.issuer }],
    tags: tags.filter((tag) => isUsed(paths, textAt(nodeAt(tag), "name"))),
    paths,
    components: prune(all, paths),
  };
}

/** The paths of the specifications, where they are here, and with the methods that they have here. */
function describeProtocol(context: ProviderContext, source: JsonNode, routes: readonly Route[]): JsonNode {
  const base = new URL(context.issuer).pathname.replace(/\/$/, "");
  const found = Object.entries(nodeAt(source, "paths")).flatMap(([place, item]): readonly [string, JsonNode][] => {
    const node = nodeAt(item);
    const member = textAt(node, "x-metadata");
    // The path of the issuer stands behind this one (RFC 8414 §3.1).
    if (place === wellKnownPaths.oauthAuthorizationServer && base !== "")
      return [[`${place}${base}`, { ...node, servers: [{ url: new URL(context.issuer).origin }] }]];
    if (member === "issuer") return [[place, node]];
    const route =
      member === "registration_client_uri"
        ? routes.find(({ path }) => path.startsWith("/register/"))
        : routes.find(({ metadata }) => metadata !== undefined && metadata === member);
    if (route === undefined) return [];
    const isOffered = ([name]: readonly [string, unknown]): boolean =>
      !methods.includes(name) || route.methods.some((method) => method.toLowerCase() === name);
    return [[templateOf(route.path), Object.fromEntries(Object.entries(node).filter(isOffered))]];
  });
  return Object.fromEntries(found);
}

function adminSecurity(context: ProviderContext): JsonNode {
  const scopes = { [adminScopes.read]: "See everything but secrets.", [adminScopes.write]: "Change everything." };
  const tokenUrl = context.urlOf("/token");
  return {
    adminToken: {
      type: "oauth2",
      description: `An access token for the resource ${context.issuer}/admin, as Bearer or DPoP.`,
      flows: { clientCredentials: { tokenUrl, scopes } },
    },
  };
}

function isUsed(paths: JsonNode, tag: string): boolean {
  const operations = Object.values(paths).flatMap((item) => (isRecord(item) ? Object.values(item) : []));
  return operations.some((operation) => listAt(nodeAt(operation), "tags").includes(tag));
}

/** Leaves the components that something refers to, and security schemes that something demands. */
function prune(document: JsonNode, paths: JsonNode): JsonNode {
  const used = collectReferences(document, [paths]);
  const demanded = JSON.stringify(paths);
  const kinds = Object.entries(nodeAt(document, "components")).map(([kind, entries]): readonly [string, JsonNode] => {
    const kept = Object.entries(nodeAt(entries)).filter(([name]) =>
      kind === "securitySchemes" ? demanded.includes(`"${name}":[`) : used.has(`#/components/${kind}/${name}`),
    );
    return [kind, Object.fromEntries(kept)];
  });
  return Object.fromEntries(kinds.filter(([, entries]) => Object.keys(entries).length > 0));
}

const methods: readonly string[] = ["get", "post", "put", "delete", "patch"];
