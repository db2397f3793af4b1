import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, directionOf, parentLanguages } from "../../../../src/provider/pages/language.ts";

const available = ["en", "de", "pt-BR", "zh-Hant"];

test("language: the wishes are tried in their order, each with what it is a kind of, and with kinds of it", () => {
  const cases: readonly (readonly [uiLocales: string | undefined, accept: string | null, want: string])[] = [
    [undefined, null, "en"],
    ["de", "en", "de"],
    ["DE-ch-1996", null, "de"],
    ["fr de", null, "de"],
    ["fr", "de;q=0.5, pt;q=0.8", "pt-BR"],
    ["", "de;q=0, en", "en"],
    ["", "*", "en"],
    ["", "fr, *;q=0.1, de;q=nonsense", "en"],
    ["", "zh-Hant-TW", "zh-Hant"],
    ["", "zh", "zh-Hant"],
    ["", "d", "en"],
    [" ".repeat(1000), "de", "en"],
  ];
  for (const [uiLocales, acceptLanguage, want] of cases)
    assert.equal(
      chooseLanguage(available, { uiLocales, acceptLanguage }, "en"),
      want,
      `${uiLocales} ${acceptLanguage}`,
    );
});

test("language: the direction is that of the script", () => {
  const directions = ["ar", "he-IL", "ku-Arab", "az-Latn", "ar-Latn", "en", "fa", "de-1996"].map(directionOf);
  assert.deepEqual(directions, ["rtl", "rtl", "rtl", "ltr", "ltr", "ltr", "rtl", "ltr"]);
});

test("language: parents go from narrow to wide", () => {
  assert.deepEqual(parentLanguages("zh-Hant-TW"), ["zh-Hant-TW", "zh-Hant", "zh"]);
});
