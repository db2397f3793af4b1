import { readdirSync, readFileSync } from "node:fs";
import type { ZodType } from "zod";
import type { MessageSchema } from "../generated/message-schema.ts";
import { root } from "../scripts/run.ts";
import { importBuilt } from "./built.ts";
import { bundleSize } from "./bundle.ts";
import { race } from "./measure.ts";
import { bytesRow, judge, type Row, type Section, showBytes, timeRow } from "./report.ts";
import { idTokenClaims, tokenResponseWithJwts, userinfoResponse } from "./sample-messages.ts";
import { openidProviderMetadata } from "./sample-metadata.ts";
import { zodIdToken, zodOpenidProviderMetadata, zodTokenResponse, zodUserinfoResponse } from "./zod-schemas.ts";

/** Bytes of the generated schemas, and their time beside zod's. */
export async function benchValidators(): Promise<Section> {
  const sizes = await sizeRows();
  const times = await timeRows();
  return {
    rows: [...sizes.rows, ...times],
    notes: [
      ...sizes.notes,
      "The userinfo response and the ID token's claims stand for introspection, too, which is alike in size and shape.",
      "zod compiles its schemas with eval here; where eval is forbidden (Workers, CSP) it is slower. Only the schema check is timed on either side.",
    ],
  };
}

async function timeRows(): Promise<readonly Row[]> {
  const schemas = await loadSchemas();
  const contests: readonly (readonly [
    what: string,
    schema: MessageSchema<unknown>,
    zod: ZodType,
    value: unknown,
    goal: number,
  ])[] = [
    ["server metadata, 59 members", schemas.metadata, zodOpenidProviderMetadata, openidProviderMetadata, 0.5],
    ["userinfo response", schemas.userinfo, zodUserinfoResponse, userinfoResponse, 0.5],
    ["ID token claims", schemas.idToken, zodIdToken, idTokenClaims, 0.5],
    ["token response, JWTs of 700 bytes", schemas.token, zodTokenResponse, tokenResponseWithJwts, 0.9],
  ];
  const rows: Row[] = [];
  for (const [what, schema, zod, value, goal] of contests) {
    const accepted = schema.validate(value) && zod.safeParse(value).success;
    if (!accepted) throw new Error(`The sample for "${what}" is not valid: ${JSON.stringify(schema.validate.errors)}`);
    const [ours, peer] = await race([
      { name: "ours", run: () => schema.validate(value) },
      { name: "zod", run: () => zod.safeParse(value) },
    ]);
    rows.push(timeRow(what, { ours, peer }, goal));
  }
  return rows;
}

async function loadSchemas(): Promise<
  Readonly<Record<"metadata" | "userinfo" | "idToken" | "token", MessageSchema<unknown>>>
> {
  const [provider, userinfo, idToken, token] = await Promise.all([
    importBuilt<typeof import("../generated/messages/openid-provider-metadata.ts")>(
      "generated/messages/openid-provider-metadata.js",
    ),
    importBuilt<typeof import("../generated/messages/userinfo-response.ts")>("generated/messages/userinfo-response.js"),
    importBuilt<typeof import("../generated/messages/id-token.ts")>("generated/messages/id-token.js"),
    importBuilt<typeof import("../generated/messages/token-response.ts")>("generated/messages/token-response.js"),
  ]);
  return {
    metadata: provider.openidProviderMetadataSchema,
    userinfo: userinfo.userinfoResponseSchema,
    idToken: idToken.idTokenSchema,
    token: token.tokenResponseSchema,
  };
}

async function sizeRows(): Promise<{ readonly rows: readonly Row[]; readonly notes: readonly string[] }> {
  const folder = `${root}generated/messages`;
  const names = readdirSync(folder)
    .filter((file) => readFileSync(`${folder}/${file}`, "utf8").includes("defineMessage("))
    .map((file) => file.slice(0, -".ts".length));
  const alone = await bundleSize(importOf(["token-response"]));
  const pulledIn = messagesIn(alone.modules).filter(
    (name) => name !== "token-response" && !tokenResponseHolds.includes(name),
  );
  const all = await bundleSize(importOf(names));
  const projected = await projectGzip(names, inventoryMessages);
  return {
    rows: [
      bytesRow("token response schema alone, min", alone.min, 9000),
      bytesRow("token response schema alone, gzip", alone.gzip, 2000),
      {
        what: "other messages that it pulls in",
        ours: String(pulledIn.length),
        ...judge(pulledIn.length, 0, "0"),
      },
      bytesRow(`all ${names.length} schemas, gzip`, all.gzip),
      bytesRow(`all ${inventoryMessages} of the inventory, gzip (projected)`, projected.gzip, 35_000),
    ],
    notes: [
      `The token response holds ${tokenResponseHolds.join(", ")}, whose schema therefore belongs to it.`,
      `Projection: random halves, quarters and so on of today's ${names.length} schemas give bytes = c * messages^${projected.exponent.toFixed(2)}, carried on to ${inventoryMessages} messages; without any repetition to compress it would be ${showBytes(Math.round((all.gzip / names.length) * inventoryMessages))}.`,
    ],
  };
}

function importOf(names: readonly string[]): string {
  return names.map((name) => `export * from "./generated/messages/${name}.ts";`).join("\n");
}

function messagesIn(modules: readonly string[]): readonly string[] {
  return modules.flatMap((path) => /^generated\/messages\/([\w-]+)\.ts$/.exec(path)?.[1] ?? []);
}

/** Fits a power of the number of messages to the sizes of random subsets; gzip finds the more to repeat the more there is. */
async function projectGzip(
  names: readonly string[],
  messages: number,
): Promise<{ readonly gzip: number; readonly exponent: number }> {
  const points: { readonly x: number; readonly y: number }[] = [];
  for (const share of [0.25, 0.5, 0.75, 1]) {
    for (let sample = 0; sample < (share === 1 ? 1 : samples); sample += 1) {
      const subset = pick(names, Math.round(names.length * share), sample);
      const { gzip } = await bundleSize(importOf(subset));
      points.push({ x: Math.log(subset.length), y: Math.log(gzip) });
    }
  }
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const exponent = covariance / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const whole = points.at(-1)?.y ?? meanY;
  return { exponent, gzip: Math.round(Math.exp(whole + exponent * (Math.log(messages) - Math.log(names.length)))) };
}

/** The same "random" subset in every run. */
function pick(names: readonly string[], count: number, seed: number): readonly string[] {
  let state = seed * 7919 + 17;
  const ranked = names.map((name) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { name, rank: state };
  });
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Messages that the specifications in the inventory define. */
const inventoryMessages = 140;
const samples = 8;

/** Messages that are members of the token response. */
const tokenResponseHolds: readonly string[] = ["authorization-detail"];
