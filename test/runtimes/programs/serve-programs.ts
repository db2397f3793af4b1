import type { Program, Surroundings } from "./program.ts";

/** What is served: programs by name, and a site beside them. */
export interface Served {
  readonly programs: Readonly<Record<string, Program>>;
  readonly createSite?: (surroundings: Surroundings) => (request: Request) => Promise<Response>;
}

/**
 * Makes the `fetch` handler of a run-time: it is told its surroundings once, by POST /surroundings; GET /run/<name> runs a program and answers with what
 * it found out; the rest is the site's.
 */
export function servePrograms({ programs, createSite }: Served): (request: Request) => Promise<Response> {
  let surroundings: Surroundings | undefined;
  let site: ((request: Request) => Promise<Response>) | undefined;
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/surroundings") {
      const told: Surroundings = await request.json();
      surroundings = told;
      site = createSite?.(told);
      return new Response(null, { status: 204 });
    }
    const program = programs[pathname.replace("/run/", "")];
    if (surroundings !== undefined && program !== undefined) return run(program, surroundings);
    return site === undefined ? new Response(null, { status: 404 }) : site(request);
  };
}

async function run(program: Program, surroundings: Surroundings): Promise<Response> {
  try {
    return Response.json(await program(surroundings));
  } catch (error) {
    return new Response(describe(error), { status: 500 });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
