import {
  type AuthorizationDetail,
  authorizationDetailSchema,
} from "../../../generated/messages/authorization-detail.ts";
import { type ClaimsParameter, claimsParameterSchema } from "../../../generated/messages/claims-parameter.ts";
import { checkMessage } from "../../schema/check.ts";
import { isRecord } from "../../schema/is-record.ts";
import type { JsonObject } from "../stores/records.ts";

/** What a grant knows besides its scope, with the names of the wire. Never a `nonce`, which belongs to one ID token. */
export interface GrantDetails {
  /** The parameter `claims` of the request. */
  readonly claims?: ClaimsParameter;
  /** The resources that were granted; none: the default one. */
  readonly resource?: readonly string[];
  readonly authorization_details?: readonly AuthorizationDetail[];
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** When the person signed in, in seconds since 1970. */
  readonly auth_time?: number;
}

/** The details as a store keeps them. */
export function writeGrantDetails(details: GrantDetails): JsonObject {
  return JSON.parse(JSON.stringify(details));
}

/** Reads the details of a grant; what is not of its kind counts as absent. */
export function readGrantDetails(stored: unknown): GrantDetails {
  const { claims, resource, authorization_details, acr, amr, auth_time } = isRecord(stored) ? stored : {};
  const parameter = checkMessage(claimsParameterSchema, claims);
  return {
    ...(claims !== undefined && parameter.ok ? { claims: parameter.message } : {}),
    ...(isTexts(resource) ? { resource } : {}),
    ...(Array.isArray(authorization_details) ? { authorization_details: readDetails(authorization_details) } : {}),
    ...(typeof acr === "string" ? { acr } : {}),
    ...(isTexts(amr) ? { amr } : {}),
    ...(typeof auth_time === "number" ? { auth_time } : {}),
  };
}

function readDetails(items: readonly unknown[]): readonly AuthorizationDetail[] {
  return items.flatMap((item) => {
    const result = checkMessage(authorizationDetailSchema, item);
    return result.ok ? [result.message] : [];
  });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
