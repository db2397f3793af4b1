/** What a response of text is made of. */
export interface LightAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Creates a response of text that becomes one of the platform only when somebody looks at more than its status: to make one costs more than most endpoints do
 * besides, and a server that writes text to a socket needs none.
 */
export function createLightResponse(answer: LightAnswer): Response {
  const response: Response & Partial<State> = Object.create(prototype);
  response[answerOf] = answer;
  return response;
}

/** What a light response says, while nobody has looked at it; `undefined` for any other. */
export function readLightResponse(response: Response & Partial<State>): LightAnswer | undefined {
  return response[platformOf] === undefined ? response[answerOf] : undefined;
}

/** The response of the platform that a light one stands for; any other is itself. */
export function toPlatformResponse(response: Response & Partial<State>): Response {
  const answer = response[answerOf];
  if (answer === undefined) return response;
  const { text, status, headers } = answer;
  const platform = response[platformOf] ?? new Response(text, { status, headers });
  response[platformOf] = platform;
  return platform;
}

const answerOf: unique symbol = /* @__PURE__ */ Symbol("answer");
const platformOf: unique symbol = /* @__PURE__ */ Symbol("platform");

interface State {
  [answerOf]: LightAnswer;
  [platformOf]: Response;
}

const prototype: object = /* @__PURE__ */ createPrototype();

/** Has all that a response has, each member that of the platform's. */
function createPrototype(): object {
  const names = Object.getOwnPropertyNames(Response.prototype).filter((name) => name !== "constructor");
  const members: PropertyDescriptorMap = {};
  for (const name of names) {
    members[name] = {
      get(this: Response) {
        const platform = toPlatformResponse(this);
        const member: unknown = Reflect.get(platform, name);
        return typeof member === "function" ? member.bind(platform) : member;
      },
    };
  }
  members.status = {
    get(this: Response & Partial<State>) {
      return this[answerOf]?.status;
    },
  };
  return Object.create(Response.prototype, members);
}
