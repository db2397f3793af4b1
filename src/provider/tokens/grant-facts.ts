import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import { isSameJson } from "../../util/json-equal.ts";
import { refuse } from "../http/refusal.ts";
import type { Grant, JsonObject } from "../stores/records.ts";
import { readItems, readNumber, readObject, readText, readTexts } from "./json-members.ts";

/** What the tokens of a grant need of its details. */
export interface GrantFacts {
  /** The resources that were granted; none: the default one. */
  readonly resource: readonly string[];
  readonly authorizationDetails: readonly AuthorizationDetail[];
  readonly authTimeSeconds?: number | undefined;
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
}

/** Reads the details of a grant. */
export function readGrantFacts({ details }: Grant): GrantFacts {
  const { amr } = details;
  return {
    resource: readTexts(details.resource),
    authorizationDetails: readAuthorizationDetails(details),
    authTimeSeconds: readNumber(details.auth_time),
    acr: readText(details.acr),
    amr: amr === undefined ? undefined : readTexts(amr),
  };
}

/**
 * What the access tokens of a grant say besides: how the person signed in, what exactly was allowed, and who acts.
 * @see RFC 9068 §2.2.1
 * @see RFC 9396 §9
 */
export function accessTokenClaims({ details }: Grant): JsonObject | undefined {
  const claims = Object.fromEntries(
    Object.entries(details).filter(([name]) => claimNames.some((claim) => claim === name)),
  );
  return Object.keys(claims).length === 0 ? undefined : claims;
}

/**
 * The grant with those authorization details alone that are asked for: object by object, because less of one object only its API could judge.
 * @param wanted - left out: all that were granted
 * @throws ProtocolRefusal `invalid_authorization_details` for one that was not granted
 * @see RFC 9396 §6
 */
export function narrowDetails(grant: Grant, wanted: readonly AuthorizationDetail[] | undefined): Grant {
  if (wanted === undefined) return grant;
  const granted = readItems(grant.details.authorization_details);
  if (!wanted.every((detail) => granted.some((each) => isSameJson(each, detail))))
    throw refuse("invalid_authorization_details", "authorization_details were not granted like this (RFC 9396 §6).");
  const details = granted.filter((each) => wanted.some((detail) => isSameJson(each, detail)));
  return { ...grant, details: { ...grant.details, authorization_details: details } };
}

/** The authorization details among what is stored of a grant, a token or a request. */
export function readAuthorizationDetails(details: JsonObject): readonly AuthorizationDetail[] {
  return readItems(details.authorization_details).flatMap((item) => {
    const detail = readObject(item);
    const type = readText(detail?.type);
    return detail === undefined || type === undefined ? [] : [{ ...detail, type }];
  });
}

/**
 * Authorization details as they are stored and signed; nothing where there are none.
 * @see RFC 9396 §9
 */
export function writeAuthorizationDetails(details: readonly AuthorizationDetail[]): JsonObject {
  return details.length === 0 ? {} : { authorization_details: JSON.parse(JSON.stringify(details)) };
}

const claimNames = ["auth_time", "acr", "amr", "authorization_details", "act"];
