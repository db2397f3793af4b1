import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import { checkMessage } from "../../schema/check.ts";
import { sha256 } from "../crypto/digest.ts";
import type { Artifact, JsonObject } from "../stores/records.ts";
import type { ArtifactKey } from "../stores/store.ts";
import type { Interaction, Prompt } from "./interaction.ts";

/** Where an interaction lies in the store. */
export function interactionKey(id: string): ArtifactKey {
  return { kind: "interaction", hash: sha256(id) };
}

/** Writes an interaction as it is stored: never its handle, and of the browser's cookie only the hash. */
export function writeInteraction(interaction: Interaction, browserHash: string): Artifact {
  const { id, clientId, expiresAtMs, version, ...state } = interaction;
  const payload: JsonObject = JSON.parse(JSON.stringify({ ...state, browserHash }));
  return { ...interactionKey(id), clientId, payload, expiresAtMs, purgeAtMs: expiresAtMs + tombstoneMs, version };
}

/** Reads an interaction from the store. */
export function parseInteraction(id: string, { clientId, payload, expiresAtMs, version }: Artifact): Interaction {
  const request = checkMessage(authorizationRequestSchema, payload.request);
  const prompt = prompts.find((each) => each === payload.prompt);
  if (clientId === undefined || prompt === undefined || !request.ok)
    throw new Error("The store holds an interaction that is broken.");
  return Object.freeze<Interaction>({
    id,
    clientId,
    request: request.message,
    prompt,
    pushedRequestHash: textOf(payload.pushedRequestHash),
    authenticatedSid: textOf(payload.authenticatedSid),
    authenticatedAtMs: typeof payload.authenticatedAtMs === "number" ? payload.authenticatedAtMs : undefined,
    isAccountSelected: flagOf(payload.isAccountSelected),
    consented: flagOf(payload.consented),
    consentedSid: textOf(payload.consentedSid),
    expiresAtMs,
    version,
  });
}

/** Hash of the browser that began an interaction. */
export function browserHashOf({ payload }: Artifact): string {
  return textOf(payload.browserHash) ?? "";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

const prompts: readonly Prompt[] = ["login", "consent", "select_account", "change_password"];

/** How long an interaction that is over can be told from one that never was. */
const tombstoneMs = 3_600_000;
