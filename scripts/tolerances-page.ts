// `tsx scripts/tolerances-page.ts`: writes docs/tolerances.md from specs/; test/architecture holds the page against it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./run.ts";

const page = `${root}docs/tolerances.md`;

/** The page, as specs/ yields it. */
export function renderTolerancesPage(): string {
  const places = collectPlaces();
  const rows = readTolerances().map(
    ({ name, deviation, description }) =>
      `| \`${name}\` | ${deviation} | ${description} | ${[...(places.get(name) ?? [])].sort().join(", ")} |`,
  );
  return [
    "<!-- Written by `npx tsx scripts/tolerances-page.ts` from specs/. -->",
    "# Tolerances",
    "",
    "A message that breaks its specification is refused. Some providers deviate in members that carry no trust; each such deviation",
    "has a name here, and is admitted only where a caller names it:",
    "",
    "```ts",
    'createClient({ issuer, client, tolerate: ["expires-in-string"] });',
    "```",
    "",
    'Functions under the client take `tolerate: tolerating(["expires-in-string"])`, of `ts-identity-model/tolerances`.',
    "",
    "Lists that are ready for known providers: [providers](providers.md).",
    "",
    "Every use is reported to `onEvent` as `tolerated`, with the JSON pointer of the member. Issuer, endpoints, algorithms, subject,",
    "audience and token binding have no tolerance, whatever is named.",
    "",
    "| name | number | what it admits | where |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** Messages and members by the tolerance that they may have. */
function collectPlaces(): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const path of readdirSync(`${root}specs`, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".schema.json")) continue;
    const schema: Schema = JSON.parse(readFileSync(`${root}specs/${path}`, "utf8"));
    const message = path.replace(/^.*\/|\.schema\.json$/g, "");
    for (const name of schema["x-tolerance"] ?? []) add(places, name, `\`${message}\``);
    for (const [member, { "x-tolerance": names = [] }] of Object.entries(schema.properties ?? {})) {
      for (const name of names) add(places, name, `\`${message}\` \`${member}\``);
    }
    for (const { "x-tolerance": names = [], description = "" } of schema.allOf ?? []) {
      for (const name of names) add(places, name, `\`${message}\`: ${description}`);
    }
  }
  return places;
}

function add(places: Map<string, Set<string>>, name: string, place: string): void {
  places.set(name, (places.get(name) ?? new Set()).add(place));
}

function readTolerances(): readonly Tolerance[] {
  return JSON.parse(readFileSync(`${root}specs/tolerances.json`, "utf8"));
}

interface Tolerance {
  readonly name: string;
  readonly deviation: string;
  readonly description: string;
}

interface Schema {
  readonly "x-tolerance"?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly "x-tolerance"?: readonly string[] }>>;
  /** Rules of a contribution, documents of a composition. */
  readonly allOf?: readonly { readonly "x-tolerance"?: readonly string[]; readonly description?: string }[];
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(page, renderTolerancesPage());
