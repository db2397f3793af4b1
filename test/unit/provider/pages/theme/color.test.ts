import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  contrast,
  isColor,
  mixColors,
  textColorOn,
  withContrast,
} from "../../../../../src/provider/pages/theme/color.ts";

const colors = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test("color: contrasts are those of WCAG 2.2", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

test("color: text on any colour can be read (WCAG 2.2, 1.4.3)", () => {
  fc.assert(fc.property(colors, (color) => contrast(textColorOn(color), color) >= 4.4));
  assert.deepEqual([textColorOn("#ffcc00"), textColorOn("#2a56c6")], ["#0b0d12", "#ffffff"]);
});

test("color: any colour is changed until it stands out", () => {
  fc.assert(fc.property(colors, (color) => contrast(withContrast(color, "#ffffff", 4.5), "#ffffff") >= 4.5));
  fc.assert(fc.property(colors, (color) => contrast(withContrast(color, "#181b21", 4.5), "#181b21") >= 4.5));
  assert.equal(withContrast("#2a56c6", "#ffffff", 4.5), "#2a56c6");
});

test("color: mixing goes from one to the other", () => {
  assert.deepEqual(
    [0, 0.5, 1].map((share) => mixColors("#000000", "#ff8000", share)),
    ["#000000", "#804000", "#ff8000"],
  );
});

test("color: only #rrggbb is one", () => {
  assert.deepEqual(["#00ff00", "#0F0", "red", "#00ff00;x", "#00ff0g"].map(isColor), [true, false, false, false, false]);
});
