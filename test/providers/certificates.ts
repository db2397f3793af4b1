import type { Buffer } from "node:buffer";
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import {
  bitString,
  booleanTrue,
  der,
  objectIdentifier,
  octetString,
  positiveInteger,
  sequence,
  tagged,
  utcTime,
  utf8String,
} from "./der.ts";

/** An X.509 certificate and its private key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The certificates of one provider and its clients; new on every run, so that no key is ever committed. */
export interface TestCertificates {
  /** Who signed `server` and `client`. */
  readonly authority: Certificate;
  /** For `127.0.0.1` and `localhost`. */
  readonly server: Certificate;
  /** What `tls_client_auth` clients present; its subject is `clientSubject`. */
  readonly client: Certificate;
  /** What `self_signed_tls_client_auth` clients present. */
  readonly selfSigned: Certificate;
  /** Signed by `authority` with another subject: registered for nobody. */
  readonly stranger: Certificate;
}

/** Subject of the client certificate, as RFC 4514 writes it. */
export const clientSubject = "CN=web-tls,O=ts-identity-model";

/** Makes a certificate authority and what it signs; valid for a day. Node can read certificates but not make them, hence the encoding by hand. */
export function createCertificates(): TestCertificates {
  const authority = createKey();
  const root: Issuer = { name: "test authority", key: authority };
  const names = [tagged(2, asAscii("localhost"), primitive), tagged(7, new Uint8Array([127, 0, 0, 1]), primitive)];
  return {
    authority: certify({ name: root.name, key: authority, issuer: root, extensions: [isAuthority] }),
    server: certify({ name: "localhost", issuer: root, extensions: [alternativeNames(names)] }),
    client: certify({ name: "web-tls", issuer: root, extensions: [] }),
    selfSigned: certify({ name: "web-tls-self-signed", extensions: [] }),
    stranger: certify({ name: "stranger", issuer: root, extensions: [] }),
  };
}

interface Issuer {
  readonly name: string;
  readonly key: KeyPair;
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Subject {
  readonly name: string;
  readonly key?: KeyPair;
  /** Without one, the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 §4.1: what is to be signed, the algorithm, the signature. */
function certify(subject: Subject): Certificate {
  const { name, key = createKey(), issuer = { name, key }, extensions } = subject;
  const now = Date.now();
  const signed = sequence(
    tagged(0, positiveInteger(new Uint8Array([2])), constructed),
    positiveInteger(new Uint8Array([0x40, ...randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(utcTime(new Date(now - 3_600_000)), utcTime(new Date(now + 86_400_000))),
    distinguishedName(name),
    key.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [tagged(3, sequence(...extensions), constructed)]),
  );
  const bytes = sequence(signed, ecdsaWithSha256, bitString(sign("sha256", signed, issuer.key.privateKey)));
  return { cert: toPem(bytes), key: String(key.privateKey.export({ type: "pkcs8", format: "pem" })) };
}

function createKey(): KeyPair {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** `O=ts-identity-model` and the common name, in the order of the encoding, which RFC 4514 turns around. */
function distinguishedName(commonName: string): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    der(0x31, sequence(objectIdentifier(type), utf8String(value)));
  return sequence(attribute("2.5.4.10", "ts-identity-model"), attribute("2.5.4.3", commonName));
}

function alternativeNames(names: readonly Uint8Array[]): Buffer {
  return sequence(objectIdentifier("2.5.29.17"), octetString(sequence(...names)));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function asAscii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const constructed = { constructed: true } as const;
const primitive = { constructed: false } as const;
const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const isAuthority = sequence(objectIdentifier("2.5.29.19"), booleanTrue, octetString(sequence(booleanTrue)));
