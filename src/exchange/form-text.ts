/**
 * Reads text that is a whole `application/x-www-form-urlencoded` body and nothing else: parameters joined with `&`, no white space
 * and no markup, whatever content type it came with. Takes time linear in the text's length.
 * @returns the parameters, or undefined when the text is something else
 */
export function parseFormText(text: string): URLSearchParams | undefined {
  const trimmed = text.trim();
  return trimmed !== "" && trimmed.split("&").every((parameter) => formParameter.test(parameter))
    ? new URLSearchParams(trimmed)
    : undefined;
}

const formParameter = /^[\w.-]+=[^\s<>"]*$/;
