import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredEvents, readEventSections, reportedEvents, writtenTexts } from "./events.ts";
import { parseModule, readModules, readText } from "./source-module.ts";

const modules = readModules("src");
const sections = readEventSections(readText("docs/events.md"));
const belongsTo = (room: string, path: string): boolean =>
  path.replace(/\.ts$/, "") === room.replace(/\.ts$/, "") || path.startsWith(`${room}/`);

test("events page: every event is in the table of the room that declares it, and nothing that does not exist", () => {
  assert.ok(sections.length >= 4, `${sections.length} tables`);
  let seen = 0;
  for (const { rooms, types } of sections) {
    const own = modules.filter(({ path }) => rooms.some((room) => belongsTo(room, path)));
    const declared = new Set(own.flatMap(declaredEvents));
    // A room that is not there yet, or tells nothing yet, has its table already.
    if (declared.size === 0) continue;
    seen += declared.size;
    assert.deepEqual([...types].sort(), [...declared].sort(), `the table of ${rooms.join(", ")}`);
  }
  assert.ok(seen > 40, `${seen} events`);
});

test("events page: no event is declared in a room without a table", () => {
  const rooms = sections.flatMap((section) => section.rooms);
  const homeless = modules.filter(
    (module) => declaredEvents(module).length > 0 && !rooms.some((room) => belongsTo(room, module.path)),
  );
  assert.deepEqual(
    homeless.map(({ path }) => path),
    [],
  );
});

test("events page: what is declared is told somewhere, and what is told is declared", () => {
  const declared = new Set(modules.flatMap(declaredEvents));
  const written = new Set(modules.flatMap(writtenTexts));
  assert.deepEqual(
    [...declared].filter((type) => !written.has(type)),
    [],
    "declared, and never told",
  );
  const reported = modules.flatMap(reportedEvents);
  assert.ok(reported.length > 40, `${reported.length} places tell events`);
  assert.deepEqual(
    reported.filter((type) => !declared.has(type)),
    [],
    "told, and not declared",
  );
});

test("events page: declarations and reports are found in all their forms", () => {
  const module = parseModule(
    "src/a.ts",
    `export interface OneEvent { readonly type: "a.one" | "a.two"; }
     export interface Other { readonly type: "no.event"; }
     export type ThingEventType = "a.three";
     context.report?.({ type: "a.one", x: 1 }); report({ ...y, type: "a.four" }); send({ type: "x" });`,
  );
  assert.deepEqual(declaredEvents(module), ["a.one", "a.two", "a.three"]);
  assert.deepEqual(reportedEvents(module), ["a.one", "a.four"]);
  assert.deepEqual(writtenTexts(module), ["a.one", "a.four", "x"]);
  assert.deepEqual(readEventSections("# E\n\n## A (`src/a.ts`, `src/b`)\n| `a.one` | w | m |\n## Text\n| `x` | y |"), [
    { rooms: ["src/a.ts", "src/b"], types: ["a.one"] },
  ]);
});
