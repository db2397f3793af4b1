import { _, type Ajv, type Code, type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv";
import { strConcat } from "ajv/dist/compile/codegen/code.js";
import names from "ajv/dist/compile/names.js";
import { Type } from "ajv/dist/compile/util.js";
import { isObject } from "../json.ts";
import { camelCase, pascalCase } from "../names.ts";
import { negate, writeCondition } from "./condition.ts";
import { ruleCondition } from "./rule-condition.ts";

/** Teaches ajv the keywords that keep generated validators small and their problems addressable. */
export function addValidatorKeywords(ajv: Ajv, folderUp: string): void {
  ajv.addKeyword({ keyword: "x-forbidden", schemaType: "boolean", code: forbid });
  ajv.addKeyword({ keyword: "x-scalar", schemaType: "string", code: (cxt) => matchScalar(cxt, folderUp) });
  ajv.addKeyword({ keyword: "x-validator", schemaType: "string", code: (cxt) => callValidator(cxt, folderUp) });
  ajv.addKeyword(localizedMembers());
  ajv.addKeyword(rules());
}

/** A member that must be absent: whatever is there fails. */
function forbid(cxt: KeywordCxt): void {
  report(cxt, "forbidden", _`{}`);
}

/** Text with the pattern of a scalar: the test in place, because it is the hot path; which of the two failed, out of it. */
function matchScalar(cxt: KeywordCxt, folderUp: string): void {
  const name = camelCase(String(cxt.schema));
  const pattern = imported(cxt, `${folderUp === "./" ? "" : folderUp}../scalars.ts`, name);
  cxt.gen.if(_`typeof ${cxt.data} != "string" || !${pattern}.test(${cxt.data})`, () => {
    const args = _`${names.default.vErrors}, ${pathOf(cxt)}, ${cxt.data}, ${name}`;
    assignProblems(cxt, _`${new Name("reportText")}(${args})`);
  });
}

/** Calls the validator of another generated module: `{ "x-validator": "jwk" }`. */
function callValidator(cxt: KeywordCxt, folderUp: string): void {
  const target = String(cxt.schema);
  const validator = imported(cxt, `${folderUp}${target}.ts`, `check${pascalCase(target.replace(/^common\//, ""))}`);
  assignProblems(cxt, _`${validator}(${names.default.vErrors}, ${cxt.data}, ${pathOf(cxt)})`);
}

/** Localized members (`^client_name#`) in one pass over the names; ajv's patternProperties passes once per pattern. */
function localizedMembers(): CodeKeywordDefinition {
  return {
    keyword: "x-localized",
    type: "object",
    schemaType: "object",
    code(cxt) {
      cxt.gen.forIn("key", cxt.data, (key) => {
        const base = cxt.gen.const("localized", _`${key}.slice(0, ${key}.indexOf("#") + 1)`);
        for (const pattern of Object.keys(isObject(cxt.schema) ? cxt.schema : {})) {
          cxt.gen.if(_`${base} === ${pattern.slice(1)}`, () => {
            const member = { keyword: "x-localized", schemaProp: pattern, dataProp: key, dataPropType: Type.Str };
            cxt.subschema(member, cxt.gen.name("valid"));
          });
        }
      });
    },
  };
}

/** Rules across members: each yields one problem with its number. */
function rules(): CodeKeywordDefinition {
  return {
    keyword: "x-rules",
    type: "object",
    schemaType: "array",
    code(cxt) {
      const list: readonly unknown[] = Array.isArray(cxt.schema) ? cxt.schema : [];
      list.filter(isObject).forEach((rule, index) => {
        cxt.gen.if(writeCondition(negate(ruleCondition(rule, cxt))), () => {
          report(cxt, "rule", _`{message: ${String(cxt.parentSchema.title)}, rule: ${index}}`);
        });
      });
    },
  };
}

function report(cxt: KeywordCxt, keyword: string, params: Code): void {
  assignProblems(cxt, _`${new Name("report")}(${names.default.vErrors}, ${pathOf(cxt)}, ${keyword}, ${params})`);
}

/** The number of errors follows from the list; `toModule` derives it. */
function assignProblems(cxt: KeywordCxt, problems: Code): void {
  cxt.gen.assign(names.default.vErrors, problems);
}

function pathOf(cxt: KeywordCxt): Code {
  return strConcat(names.default.instancePath, cxt.it.errorPath);
}

/** A name of another module; `toModule` turns the `require` into an import. */
function imported(cxt: KeywordCxt, module: string, name: string): Name {
  const code = _`require(${module}).${new Name(name)}`;
  return cxt.gen.scopeValue("func", { ref: `${module} ${name}`, key: `${module} ${name}`, code });
}
