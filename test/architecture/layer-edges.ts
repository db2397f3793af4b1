import { edgesWithinLayer, layers, provider } from "./layers.ts";
import type { SourceModule } from "./source-module.ts";

/** Imports from a room of `src/` to one that the layer table does not allow. */
export function findForbiddenEdges(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap(({ path, imports }) =>
    imports.flatMap(({ target, line }) => {
      if (target === undefined) return [];
      const problem = judge(path, target);
      return problem === undefined ? [] : [`${path}:${line} imports ${target}: ${problem}`];
    }),
  );
}

function judge(path: string, target: string): string | undefined {
  if (target.startsWith("generated/")) return undefined;
  if (!target.startsWith("src/")) return "src imports src and generated only.";
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === to) return undefined;
  if (target.endsWith("/index.ts") && to !== "index.ts")
    return "an index is for users; import the file that defines the thing.";
  const [above, below] = [rankOf(from), rankOf(to)];
  if (from === provider.room) return judgeProvider(target, below);
  if (to === provider.room)
    return from === "index.ts" || above === layers.length - 1 ? undefined : "clients do not know the provider.";
  if (above === -1 || below === -1) return `the room ${above === -1 ? from : to} is not in the layer table.`;
  if (above > below || edgesWithinLayer.some(([source, sink]) => source === from && sink === to)) return undefined;
  return `${from} (${layers[above]?.name}) must not see ${to} (${layers[below]?.name}).`;
}

function judgeProvider(target: string, below: number): string | undefined {
  const highest = layers.findIndex(({ name }) => name === provider.highestLayer);
  const allowed = (below !== -1 && below <= highest) || provider.files.some((file) => file === target);
  return allowed ? undefined : "the provider sees the lower layers only.";
}

function rankOf(room: string): number {
  return layers.findIndex(({ rooms }) => rooms.includes(room));
}

/** The folder below `src/`, or the file when it lies directly in `src/`. */
function roomOf(path: string): string {
  return path.split("/")[1] ?? path;
}
