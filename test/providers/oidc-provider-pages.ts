/** The part of a Koa context that a page needs. */
interface PageContext {
  type: string;
  body: string;
}

/** A form that the provider made, and the buttons that belong to it. */
type FormPage = (context: PageContext, form: string) => void;

/** The pages of the device flow (RFC 8628 §3.3), without looks. */
export const devicePages: Readonly<Record<string, FormPage | ((context: PageContext) => void)>> = {
  userCodeInputSource: page("Device", '<button form="op.deviceInputForm">Continue</button>'),
  userCodeConfirmSource: page(
    "Is this the code on your device?",
    '<button form="op.deviceConfirmForm">Yes</button><button form="op.deviceConfirmForm" name="abort" value="yes">No</button>',
  ),
  successSource: (context: PageContext) => show(context, "<h1>The device is logged in</h1>"),
};

/** The pages of RP-initiated logout, without looks. */
export const logoutPages: Readonly<Record<string, FormPage | ((context: PageContext) => void)>> = {
  logoutSource: page(
    "Sign out?",
    '<button form="op.logoutForm" name="logout" value="yes">Yes</button><button form="op.logoutForm">No</button>',
  ),
  postLogoutSuccessSource: (context: PageContext) => show(context, "<h1>Signed out</h1>"),
};

function page(title: string, buttons: string): FormPage {
  return (context, form) => show(context, `<h1>${title}</h1>${form}${buttons}`);
}

function show(context: PageContext, body: string): void {
  context.type = "html";
  context.body = `<!DOCTYPE html><title>Test provider</title>${body}`;
}
