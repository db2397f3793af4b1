import type { Jwk } from "../../../generated/messages/jwk.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { isRecord } from "../../schema/is-record.ts";
import { decodeBase64url, encodeBase64url } from "../../util/base64url.ts";
import { createTestKeys } from "../test-keys.ts";
import type { JwtChange, Members } from "./recipe.ts";

/** Signs in the name of the issuer. */
export interface HostileSigner {
  readonly sign: (header: { readonly alg: string; readonly typ?: string }, claims: Members) => Promise<string>;
  /** The key that signs with an algorithm. */
  readonly publicKey: (alg: string) => Promise<Jwk>;
}

/** Changes a signed JWT, and signs it as the change says. */
export async function changeJwt(token: string, change: JwtChange, signer: HostileSigner): Promise<string> {
  const [first = "", second = "", last = "", ...more] = token.split(".");
  const [honest, before] = [decode(first), decode(second)];
  if (honest === undefined || before === undefined || more.length > 0) throw noJwt();
  const header = change.header?.(honest) ?? honest;
  const claims = change.claims?.(before) ?? before;
  const parts = `${encode(header)}.${encode(claims)}`;
  const alg = String(honest.alg);
  const named = { alg: String(header.alg), ...readText(header, "typ"), ...readText(header, "kid") };
  switch (change.signature ?? "honest") {
    case "none":
      return `${parts}.`;
    case "kept":
      return `${parts}.${last}`;
    case "stranger":
      return signJwt(named, claims, (await createTestKeys(alg)).privateJwk);
    case "public-key":
      return signJwt(named, claims, new TextEncoder().encode(JSON.stringify(await signer.publicKey(alg))));
    case "honest":
      return signer.sign({ alg, ...readText(header, "typ") }, claims);
  }
}

function readText<Name extends string>(header: Members, name: Name): { readonly [Key in Name]?: string } {
  const value = header[name];
  const found: { [Key in Name]?: string } = {};
  if (typeof value === "string") found[name] = value;
  return found;
}

function decode(part: string): Members | undefined {
  const bytes = decodeBase64url(part);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function encode(members: Members): string {
  return encodeBase64url(new TextEncoder().encode(JSON.stringify(members)));
}

function noJwt(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "There is no signed JWT to change.",
    parameter: "target",
    remedy: "Give a JWT of three parts; an encrypted token, or a handle, has nothing that could be changed.",
  });
}
