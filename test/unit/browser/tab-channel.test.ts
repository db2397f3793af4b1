import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageChannel } from "../../../src/browser/browser-window.ts";
import { isTabMessage, openTabChannel, type TabMessage } from "../../../src/browser/tab-channel.ts";

/** Channels that deliver at once, and whose name and posts are seen. */
function createWire(): {
  readonly BroadcastChannel: new (name: string) => PageChannel;
  readonly posted: unknown[];
  readonly names: string[];
  deliver: (data: unknown) => void;
} {
  const wire = { posted: [] as unknown[], names: [] as string[], deliver: (_: unknown): void => undefined };
  class Channel implements PageChannel {
    #isClosed = false;
    constructor(name: string) {
      wire.names.push(name);
    }
    addEventListener(_type: "message", listener: (event: { readonly data: unknown }) => void): void {
      wire.deliver = (data) => listener({ data });
    }
    postMessage(message: unknown): void {
      if (this.#isClosed) throw new Error("InvalidStateError");
      wire.posted.push(message);
    }
    close(): void {
      this.#isClosed = true;
    }
  }
  return Object.assign(wire, { BroadcastChannel: Channel });
}

test("messages go to every listener until it leaves, even where one leaves meanwhile", () => {
  const wire = createWire();
  const channel = openTabChannel(wire, "app");
  const heard: string[] = [];
  const leave = channel.listen(() => {
    heard.push("first");
    leave();
  });
  channel.listen(({ type }) => void heard.push(type));
  wire.deliver({ type: "ask" });
  wire.deliver({ type: "received", state: "s" });
  assert.deepEqual([wire.names, heard], [["app"], ["first", "ask", "received"]]);
});

test("what is no message of this client is not heard", () => {
  const wire = createWire();
  const channel = openTabChannel(wire, "app");
  channel.listen(() => assert.fail("heard"));
  for (const data of [undefined, null, 1, "ask", {}, [], { type: "toString" }, { type: "other" }]) wire.deliver(data);
  for (const data of [
    { type: "callback", state: "s" },
    { type: "callback", state: "s", query: 1 },
  ])
    wire.deliver(data);
  for (const data of [
    { type: "received" },
    { type: "ended", id: "x" },
    { type: "ended", id: {}, reason: "session.expired" },
  ])
    wire.deliver(data);
});

test("each kind of message is known by its members", () => {
  const messages: readonly TabMessage[] = [
    { type: "ask" },
    { type: "session", session: {} },
    { type: "ended", id: "i", reason: "session.expired" },
    { type: "callback", state: "s", query: "" },
    { type: "received", state: "s" },
  ];
  for (const message of messages) assert.ok(isTabMessage(message), message.type);
});

test("after it was closed, what is on its way goes on without the others", () => {
  const wire = createWire();
  const channel = openTabChannel(wire, "app");
  channel.post({ type: "ask" });
  channel.close();
  channel.post({ type: "received", state: "s" });
  assert.deepEqual(wire.posted, [{ type: "ask" }]);
});

test("in a browser without channels nobody hears anything", () => {
  const channel = openTabChannel({}, "app");
  channel.listen(() => assert.fail("heard"));
  channel.post({ type: "ask" });
  channel.close();
});
