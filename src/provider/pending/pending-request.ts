import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { Artifact, ArtifactKind, JsonObject } from "../stores/records.ts";
import { readAuthorizationDetails, writeAuthorizationDetails } from "../tokens/grant-facts.ts";
import { readNumber, readObject, readText, readTexts } from "../tokens/json-members.ts";

/** Requests that a person decides on at another device, while the client asks again and again. */
export type PendingKind = Extract<ArtifactKind, "device_code" | "backchannel_authentication_request">;

/** How a person allowed a request. */
export interface Approval {
  readonly accountId: string;
  readonly approvedAtMs: number;
  readonly authTimeMs: number;
  readonly acr?: string | undefined;
  readonly amr: readonly string[];
}

/** A request that waits for a person, or whose person has decided. */
export interface PendingRequest {
  readonly scope: readonly string[];
  readonly resource: readonly string[];
  readonly authorizationDetails: readonly AuthorizationDetail[];
  /** Least number of seconds between two questions of the client; grows where it asks too fast. */
  readonly intervalSeconds: number;
  readonly lastPollMs?: number | undefined;
  readonly isDenied: boolean;
  readonly approval?: Approval | undefined;
}

/** Reads a request as it is stored. */
export function readPending({ payload, accountId }: Artifact): PendingRequest {
  return {
    scope: readTexts(payload.scope),
    resource: readTexts(payload.resource),
    authorizationDetails: readAuthorizationDetails(payload),
    intervalSeconds: readNumber(payload.interval) ?? defaultIntervalSeconds,
    lastPollMs: readNumber(payload.lastPollMs),
    isDenied: payload.isDenied === true,
    approval: readApproval(payload, accountId),
  };
}

/** Writes a request as it is stored. */
export function writePending({ scope, resource, authorizationDetails, ...pending }: PendingRequest): JsonObject {
  const { intervalSeconds, lastPollMs, isDenied, approval } = pending;
  return {
    scope,
    resource,
    ...writeAuthorizationDetails(authorizationDetails),
    interval: intervalSeconds,
    isDenied,
    ...(lastPollMs === undefined ? {} : { lastPollMs }),
    ...(approval === undefined ? {} : { approval: writeApproval(approval) }),
  };
}

/** The next version of a stored request. */
export function changePending(artifact: Artifact, changes: Partial<PendingRequest>): Artifact {
  const payload = { ...artifact.payload, ...writePending({ ...readPending(artifact), ...changes }) };
  return { ...artifact, payload, version: artifact.version + 1 };
}

function readApproval(payload: JsonObject, accountId: string | undefined): Approval | undefined {
  const approval = readObject(payload.approval);
  const approvedAtMs = readNumber(approval?.approvedAtMs);
  const authTimeMs = readNumber(approval?.authTimeMs);
  if (accountId === undefined || approvedAtMs === undefined || authTimeMs === undefined) return undefined;
  const acr = readText(approval?.acr);
  return { accountId, approvedAtMs, authTimeMs, acr, amr: readTexts(approval?.amr) };
}

function writeApproval({ approvedAtMs, authTimeMs, acr, amr }: Approval): JsonObject {
  return { approvedAtMs, authTimeMs, amr, ...(acr === undefined ? {} : { acr }) };
}

/**
 * Seconds between two questions, where nothing else is said.
 * @see RFC 8628 §3.2
 */
export const defaultIntervalSeconds = 5;
