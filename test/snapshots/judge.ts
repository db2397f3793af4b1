import { readFileSync } from "node:fs";
import type { MessageSchema } from "../../generated/message-schema.ts";
import { deviceAuthorizationResponseSchema } from "../../generated/messages/device-authorization-response.ts";
import { idTokenSchema } from "../../generated/messages/id-token.ts";
import { introspectionResponseSchema } from "../../generated/messages/introspection-response.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { readTokenResponse } from "../../src/endpoints/token.ts";
import { readUserinfoResponse } from "../../src/endpoints/userinfo.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { isOAuthError } from "../../src/errors/oauth-error.ts";
import { isValidationError, type ValidationIssue } from "../../src/errors/validation-error.ts";
import { createExchangeContext } from "../../src/exchange/create-context.ts";
import { tolerating } from "../../src/exchange/tolerating.ts";
import { createHttp } from "../../src/http/openapi-client.ts";
import type { HttpAnswer } from "../../src/http/types.ts";
import { verifyClaims } from "../../src/id-token/claims.ts";
import {
  fetchAuthorizationServerMetadata,
  fetchOpenidProviderMetadata,
} from "../../src/metadata/authorization-server-metadata.ts";
import { createStaticMetadataSource } from "../../src/metadata/static-metadata-source.ts";
import { checkMessage, type ToleratedDeviation } from "../../src/schema/check.ts";

/** A message shaped like those of a provider; values are invented. */
export interface Snapshot {
  /** The public page that documents the message. */
  readonly source: string;
  /** What the page leaves open, or what else is known about it. */
  readonly uncertain: string;
  readonly message: Kind;
  readonly body?: Body;
  /** The answer's text, where it is not JSON. */
  readonly text?: string;
  /** Default 200. */
  readonly status?: number;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** For metadata and ID tokens: the issuer that a developer configures. */
  readonly issuer?: string;
  /** For metadata: where the document is published. */
  readonly url?: string;
  /** For ID tokens: what the client registered and sent. */
  readonly clientId?: string;
  readonly nonce?: string;
  /** For userinfo: `sub` of the ID token. */
  readonly expectedSubject?: string;
}

export type Body = Readonly<Record<string, unknown>>;

type Kind = keyof typeof judges;

/** What became of a snapshot. */
export interface Verdict {
  /** Empty when it was accepted: `pointer keyword` of each issue, the code of another refusal, or what the server said. */
  readonly refused: readonly string[];
  /** `tolerance pointer` of each deviation that was admitted. */
  readonly tolerated: readonly string[];
  /** The message as a caller gets it. */
  readonly message?: unknown;
}

/** Reads a snapshot from its file below test/snapshots, `google/token-response`. */
export function loadSnapshot(path: string): Snapshot {
  const snapshot: Snapshot = JSON.parse(readFileSync(new URL(`./${path}.json`, import.meta.url), "utf8"));
  return snapshot;
}

/** Gives a snapshot to the library as the provider would, and tells what became of it. */
export async function judge(snapshot: Snapshot, tolerate: readonly ToleranceName[]): Promise<Verdict> {
  const deviations: ToleratedDeviation[] = [];
  try {
    const message = await judges[snapshot.message](snapshot, tolerate, deviations);
    return {
      refused: [],
      tolerated: deviations.map(({ tolerance, pointer }) => `${tolerance} ${pointer}`.trim()),
      message,
    };
  } catch (error) {
    return { refused: tell(error), tolerated: [] };
  }
}

type Judge = (
  snapshot: Snapshot,
  tolerate: readonly ToleranceName[],
  deviations: ToleratedDeviation[],
) => Promise<unknown>;

async function judgeOpenidMetadata(...[snapshot, tolerate, deviations]: Parameters<Judge>): Promise<unknown> {
  const context = { http: serve(snapshot) };
  const found = await fetchOpenidProviderMetadata(context, snapshot.issuer ?? "", { tolerate: tolerating(tolerate) });
  deviations.push(...found.tolerated);
  return found.metadata;
}

async function judgeServerMetadata(...[snapshot, tolerate, deviations]: Parameters<Judge>): Promise<unknown> {
  const context = { http: serve(snapshot) };
  const found = await fetchAuthorizationServerMetadata(context, snapshot.issuer ?? "", {
    tolerate: tolerating(tolerate),
  });
  deviations.push(...found.tolerated);
  return found.metadata;
}

async function judgeGivenMetadata(
  ...[{ issuer = "", body }, tolerate, deviations]: Parameters<Judge>
): Promise<unknown> {
  const given = JSON.parse(JSON.stringify(body));
  const found = await createStaticMetadataSource(issuer, given, { tolerate: tolerating(tolerate) }).get();
  deviations.push(...found.tolerated);
  return found.metadata;
}

async function judgeToken(...[snapshot, tolerate, deviations]: Parameters<Judge>): Promise<unknown> {
  return readTokenResponse(contextOf(tolerate, deviations), answerOf(snapshot));
}

async function judgeUserinfo(...[snapshot, tolerate, deviations]: Parameters<Judge>): Promise<unknown> {
  const { expectedSubject = "" } = snapshot;
  return readUserinfoResponse(contextOf(tolerate, deviations), answerOf(snapshot), { expectedSubject });
}

/** The claims of an ID token whose signature has been verified. */
async function judgeIdToken(...[snapshot, tolerate, deviations]: Parameters<Judge>): Promise<unknown> {
  const claims = checkBySchema(idTokenSchema, snapshot, { tolerate, deviations });
  const { issuer = "", clientId = "", nonce } = snapshot;
  verifyClaims(claims, { issuer, clientId, nonce });
  return claims;
}

/** For messages that have no reader of their own yet. */
function judgeBySchema<T>(schema: MessageSchema<T>): Judge {
  return async (snapshot, tolerate, deviations) => checkBySchema(schema, snapshot, { tolerate, deviations });
}

function checkBySchema<T>(
  schema: MessageSchema<T>,
  { body }: Snapshot,
  { tolerate, deviations }: { readonly tolerate: readonly ToleranceName[]; readonly deviations: ToleratedDeviation[] },
): T {
  const result = checkMessage(schema, body, { tolerate: tolerating(tolerate), nowSeconds: 1_500_000_000 });
  if (!result.ok) throw new IssuesFound(result.issues);
  deviations.push(...result.tolerated);
  return result.message;
}

const judges = {
  "openid-provider-metadata": judgeOpenidMetadata,
  "authorization-server-metadata": judgeServerMetadata,
  "given-metadata": judgeGivenMetadata,
  "token-response": judgeToken,
  "token-error": judgeToken,
  "userinfo-response": judgeUserinfo,
  "userinfo-error": judgeUserinfo,
  "introspection-response": judgeBySchema(introspectionResponseSchema),
  "device-authorization-response": judgeBySchema(deviceAuthorizationResponseSchema),
  "id-token": judgeIdToken,
} as const satisfies Readonly<Record<string, Judge>>;

class IssuesFound extends Error {
  readonly issues: readonly ValidationIssue[];
  constructor(issues: readonly ValidationIssue[]) {
    super("issues");
    this.issues = issues;
  }
}

/** A network in which the document stands at its URL, and nothing else anywhere. */
function serve(snapshot: Snapshot): ReturnType<typeof createHttp> {
  return createHttp({
    fetch: async (url) =>
      url === snapshot.url
        ? new Response(JSON.stringify(snapshot.body), { headers: { "content-type": "application/json" } })
        : new Response(null, { status: 404 }),
  });
}

function contextOf(tolerate: readonly ToleranceName[], deviations: ToleratedDeviation[]) {
  return createExchangeContext({
    metadata: { issuer: "https://id.example.com", response_types_supported: ["code"] },
    clientId: "client-1",
    clock: () => 1_500_000_000_000,
    tolerate: tolerating(tolerate),
    onEvent: (event) => {
      if (event.type === "tolerated") deviations.push(event.deviation);
    },
  });
}

function answerOf({ status = 200, contentType = "application/json", body, text }: Snapshot): HttpAnswer {
  const headers = new Headers({ "content-type": contentType });
  return { status, headers, text: text ?? JSON.stringify(body), endpoint: "endpoint https://id.example.com" };
}

function tell(error: unknown): readonly string[] {
  if (error instanceof IssuesFound || isValidationError(error)) return error.issues.map(tellIssue).sort();
  if (isOAuthError(error)) return [`said ${error.body.error}`, ...error.deviations.map(tellIssue).sort()];
  if (isAuthError(error)) return [error.code];
  throw error;
}

/** A rule across members has no pointer of its own; its sentence begins with the member that it is about. */
function tellIssue({ pointer, keyword, message }: ValidationIssue): string {
  return `${pointer} ${keyword === "rule" ? `rule ${message.split(" ")[0]}` : keyword}`.trim();
}
