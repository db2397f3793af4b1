import type { ClientMetadata } from "../../generated/messages/client-metadata.ts";
import type { RegistrationResponse } from "../../generated/messages/registration-response.ts";
import { isSameJson } from "../util/json-equal.ts";

/** What a client needs to use its registration and to manage it, in wire names. Secrets: keep them as such. */
export type RegistrationCredentials = Pick<
  RegistrationResponse,
  "client_id" | "client_secret" | "registration_access_token" | "registration_client_uri"
>;

/** A registration as the server keeps it, and what follows from it. Plain data, so that it can be stored. */
export interface Registration {
  /** The server's answer. */
  readonly response: RegistrationResponse;
  /** The credentials in force: those of the answer, and of an earlier answer where this one repeats them not. */
  readonly credentials: RegistrationCredentials;
  /** When the secret in force ends, in milliseconds since 1970; `undefined` for never, or without a secret. */
  readonly secretExpiresAt: number | undefined;
  /** Where the server registered something else than it was asked for. Empty where nothing was asked for. */
  readonly changed: readonly RegistrationChange[];
}

/** A member that the server did not register as requested. Read them: a grant type or redirect URI may be missing. */
export interface RegistrationChange {
  /** Name of the member in the client's metadata. */
  readonly member: string;
  /** What the server did: registered another value, left the member out, or added one that was not asked for, such as a default. */
  readonly change: "replaced" | "omitted" | "added";
  /** The value that was asked for; `undefined` where none was. */
  readonly requested: unknown;
  /** The value that was registered; `undefined` where none was. */
  readonly registered: unknown;
}

/** What a registration is compared with. */
export interface RegistrationHistory {
  /** The metadata that was asked for. */
  readonly requested?: object | undefined;
  /** The registration before. */
  readonly previous?: Registration | undefined;
}

/** Puts beside an answer what follows from it. The answer itself stays as the server sent it. */
export function createRegistration(
  response: RegistrationResponse,
  { requested, previous }: RegistrationHistory,
): Registration {
  const { client_id } = response;
  const old = previous?.credentials;
  const secret = response.client_secret ?? old?.client_secret;
  const token = response.registration_access_token ?? old?.registration_access_token;
  const uri = response.registration_client_uri ?? old?.registration_client_uri;
  return Object.freeze({
    response,
    credentials: Object.freeze({
      client_id,
      ...(secret === undefined ? {} : { client_secret: secret }),
      ...(token === undefined ? {} : { registration_access_token: token }),
      ...(uri === undefined ? {} : { registration_client_uri: uri }),
    }),
    secretExpiresAt:
      response.client_secret === undefined ? previous?.secretExpiresAt : toExpiry(response.client_secret_expires_at),
    changed: requested === undefined ? noChanges : findChanges(requested, response),
  });
}

/** Seconds of the wire to milliseconds; zero means never. */
function toExpiry(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds === 0 ? undefined : seconds * 1000;
}

function findChanges(requested: object, response: RegistrationResponse): readonly RegistrationChange[] {
  const asked = new Map<string, unknown>(Object.entries(requested));
  const got = new Map<string, unknown>(Object.entries(response).filter(([name]) => !issued.includes(name)));
  const names = [...new Set([...asked.keys(), ...got.keys()])].filter((name) => !issued.includes(name));
  const changes = names.flatMap((member): readonly RegistrationChange[] => {
    const wanted = asked.get(member);
    const registered = got.get(member);
    if (isSameJson(withoutOrder(member, wanted), withoutOrder(member, registered))) return [];
    const change = !got.has(member) ? "omitted" : !asked.has(member) ? "added" : "replaced";
    return [Object.freeze({ member, change, requested: wanted, registered })];
  });
  return Object.freeze(changes);
}

/** Values of these members are sets: a server that lists them in another order has changed nothing. */
function withoutOrder(member: string, value: unknown): unknown {
  if (member === "scope" && typeof value === "string") return value.split(" ").sort();
  if (!sets.includes(member) || !Array.isArray(value)) return value;
  const words = member === "response_types";
  return value
    .map((item: unknown) => (words && typeof item === "string" ? item.split(" ").sort().join(" ") : item))
    .sort();
}

/** Members that the server issues; a request has none of them. */
const issued: readonly string[] = [
  "client_id",
  "client_secret",
  "client_id_issued_at",
  "client_secret_expires_at",
  "registration_access_token",
  "registration_client_uri",
];

const sets: readonly (keyof ClientMetadata & string)[] = [
  "redirect_uris",
  "post_logout_redirect_uris",
  "request_uris",
  "grant_types",
  "response_types",
  "contacts",
];

const noChanges: readonly RegistrationChange[] = /* @__PURE__ */ Object.freeze([]);
