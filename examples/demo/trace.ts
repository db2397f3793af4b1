import type { ClientEvent } from "../../src/index.ts";
import type { BrowserStep } from "./login-driver.ts";
import { describePath } from "./redact.ts";
import type { Terminal } from "./terminal.ts";

/** Tells what happens while it happens. */
export interface Trace {
  /** Begins a numbered step, before its work. */
  step(title: string): void;
  /** Tells what the client reports: pass it as `onEvent`. */
  readonly event: (event: ClientEvent) => void;
  /** Tells what the browser does: pass it as `onStep`. */
  readonly browser: (step: BrowserStep) => void;
  /** Names and values, in columns. */
  members(title: string, members: readonly (readonly [name: string, text: string])[]): void;
  /** A sentence that is neither a message nor a value. */
  note(text: string): void;
  /** What has been seen so far. */
  readonly summary: () => TraceSummary;
}

/** What a trace has seen. */
export interface TraceSummary {
  readonly messages: number;
  readonly documents: readonly string[];
  readonly tolerated: number;
}

/** How much a trace tells. `brief` leaves out values, documents and the browser. */
export type Detail = "full" | "brief";

/** Creates a trace that writes to a terminal. */
export function createTrace(terminal: Terminal, detail: Detail = "full"): Trace {
  const documents = new Set<string>();
  const count = { steps: 0, messages: 0, tolerated: 0 };
  const full = detail === "full";
  const check = (message: CheckedMessage): void => {
    count.messages++;
    for (const document of message.documents) documents.add(document);
    writeMessage(terminal, message, full);
  };
  return {
    step: (title) => {
      count.steps++;
      if (full) terminal.line();
      terminal.line(full ? terminal.bold(`${count.steps}. ${title}`) : terminal.dim(`   ${count.steps}. ${title}`));
    },
    event: (event) => {
      if (event.type === "exchange") check(event);
      else if (event.type === "fetched") check(describeFetched(event));
      else if (event.type === "id-token-verified") writeVerified(terminal, event);
      else if (event.type === "tolerated") {
        count.tolerated++;
        const { tolerance, pointer } = event.deviation;
        terminal.line(`   ${terminal.warn("!")} ${pointer} is admitted by the tolerance ${terminal.bold(tolerance)}`);
      }
    },
    browser: (step) => {
      if (full) writeBrowserStep(terminal, step);
    },
    members: (title, members) => {
      if (full && members.length > 0) writeMembers(terminal, title, members);
    },
    note: (text) => terminal.line(`   ${text}`),
    summary: () => ({ ...count, documents: [...documents] }),
  };
}

/** A message that arrived and matched its schema. */
type CheckedMessage = Omit<Event<"exchange">, "type">;

/** Metadata and keys are documents that the client fetches and caches for itself. */
function describeFetched({ document, message, documents, url, durationMs }: Event<"fetched">): CheckedMessage {
  const endpoint = `${document === "jwk-set" ? "jwks_uri" : "well-known URL"} ${url}`;
  return { request: undefined, message, documents, endpoint, status: 200, durationMs };
}

type Event<Type extends ClientEvent["type"]> = Extract<ClientEvent, { readonly type: Type }>;

function writeMessage(terminal: Terminal, checked: CheckedMessage, full: boolean): void {
  const { message, request, endpoint, status, durationMs, documents } = checked;
  const question = request === undefined ? "" : terminal.dim(` in answer to ${request}`);
  terminal.line(`   ${terminal.good("✓")} ${terminal.bold(message)}${question}`);
  const facts = [endpoint, status === undefined ? "through the browser" : `status ${status}`, formatMs(durationMs)];
  terminal.line(`     ${facts.filter((fact) => fact !== "").join(" · ")}`);
  if (full) terminal.line(terminal.dim(terminal.wrap("schema of ", documents, "     ")));
}

function writeVerified(terminal: Terminal, { algorithm, durationMs }: Event<"id-token-verified">): void {
  const took = formatMs(durationMs);
  terminal.line(
    `   ${terminal.good("✓")} ${terminal.bold("IdToken")} verified, signature (${algorithm}) and claims · ${took}`,
  );
}

function writeBrowserStep(terminal: Terminal, { method, url, status, outcome, durationMs }: BrowserStep): void {
  const took = formatMs(durationMs).padStart(6);
  terminal.line(
    `     ${method.padEnd(4)} ${describePath(url).padEnd(17)} ${status}  ${took}  ${terminal.dim(outcome)}`,
  );
}

function writeMembers(
  terminal: Terminal,
  title: string,
  members: readonly (readonly [name: string, text: string])[],
): void {
  const width = Math.max(...members.map(([name]) => name.length));
  terminal.line(`     ${title}`);
  for (const [name, text] of members) terminal.line(`       ${terminal.dim(name.padEnd(width))}  ${text}`);
}

function formatMs(durationMs: number | undefined): string {
  return durationMs === undefined ? "" : `${Math.max(1, Math.round(durationMs))} ms`;
}
