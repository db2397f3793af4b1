import { _, type Ajv, type CodeKeywordDefinition, Name } from "ajv";
import { resetErrorsCount } from "ajv/dist/compile/errors.js";
import names from "ajv/dist/compile/names.js";
import { callRef } from "ajv/dist/vocabularies/core/ref.js";
import dependentRequired from "ajv/dist/vocabularies/validation/dependentRequired.js";
import { pascalCase } from "../names.ts";

/** Teaches ajv the keywords that keep generated validators small and their problems addressable. */
export function addValidatorKeywords(ajv: Ajv, folderUp: string): void {
  ajv.addKeyword(dependentRequired.default);
  ajv.removeKeyword("enum");
  ajv.addKeyword(closedEnum());
  ajv.addKeyword(forbidden());
  ajv.addKeyword(rules());
  ajv.addKeyword(validatorCall(folderUp));
}

/** `enum` without a copy of the schema in the output: ajv's own refers to it from its error object. */
function closedEnum(): CodeKeywordDefinition {
  return {
    keyword: "enum",
    schemaType: "array",
    error: { message: "", params: ({ schema }) => _`{allowedValues: ${JSON.stringify(schema)}}` },
    code(cxt) {
      const values: readonly unknown[] = Array.isArray(cxt.schema) ? cxt.schema : [];
      const allowed = values.map((value) => _`${cxt.data} === ${String(value)}`);
      cxt.pass(allowed.reduce((left, right) => _`${left} || ${right}`));
    },
  };
}

/** A member that must be absent: whatever is there fails. */
function forbidden(): CodeKeywordDefinition {
  return {
    keyword: "x-forbidden",
    schemaType: "boolean",
    error: { message: "", params: _`{}` },
    code(cxt) {
      cxt.fail();
    },
  };
}

/** Rules across members: each yields one problem with its number, instead of the problems of all its branches. */
function rules(): CodeKeywordDefinition {
  return {
    keyword: "x-rules",
    schemaType: "array",
    error: { message: "", params: ({ params }) => _`{message: ${params.message}, rule: ${params.rule}}` },
    code(cxt) {
      const list: readonly unknown[] = Array.isArray(cxt.schema) ? cxt.schema : [];
      list.forEach((_rule, index) => {
        const valid = cxt.gen.name("valid");
        const before = cxt.gen.const("_errs", names.default.errors);
        cxt.subschema(
          { keyword: "x-rules", schemaProp: index, compositeRule: true, createErrors: false, allErrors: false },
          valid,
        );
        resetErrorsCount(cxt.gen, before);
        cxt.setParams({ message: _`${String(cxt.parentSchema.title)}`, rule: _`${index}` });
        cxt.pass(valid);
      });
    },
  };
}

/** Calls the validator of another generated module: `{ "x-validator": "jwk" }`. */
function validatorCall(folderUp: string): CodeKeywordDefinition {
  return {
    keyword: "x-validator",
    schemaType: "string",
    code(cxt) {
      const target = String(cxt.schema);
      const validator = new Name(`validate${pascalCase(target.replace(/^common\//, ""))}`);
      const code = _`require(${`${folderUp}${target}.ts`}).${validator}`;
      callRef(cxt, cxt.gen.scopeValue("validate", { ref: target, key: target, code }));
    },
  };
}
