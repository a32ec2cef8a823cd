/** What the form library asks of a validator, on the check that all screens share. */
import { ErrorSchemaBuilder, type ErrorSchema, type RJSFSchema, type ValidationData, type ValidatorType } from '@rjsf/utils';
import { Validator } from '@cfworker/json-schema';
import type { JsonObject } from '../../../ui/data-schema';
import { dataCheck, type Fault } from '../../../ui/data-schema/check';

/** Faults by field, nested as the data are. */
export function errorSchema(faults: readonly Fault[]): ErrorSchema<JsonObject> {
  const builder = new ErrorSchemaBuilder<JsonObject>();
  for (const { path, message } of faults) builder.addErrors(message, [...path]);
  return builder.ErrorSchema;
}

export const validator: ValidatorType<JsonObject, RJSFSchema> = {
  validateFormData(formData, schema): ValidationData<JsonObject> {
    const faults = dataCheck(schema).faults(formData ?? {});
    const errors = faults.map(({ path, message }) => ({ property: `.${path.join('.')}`, message, stack: `${path.join('.')} ${message}`.trim() }));
    return { errors, errorSchema: errorSchema(faults) };
  },
  /** Also asked of parts of the schema, whose references lead into the whole. */
  isValid(schema, formData, rootSchema): boolean {
    const { $defs, definitions } = rootSchema;
    try {
      return new Validator({ ...($defs ? { $defs } : {}), ...(definitions ? { definitions } : {}), ...(schema as JsonObject) }, '2020-12').validate(formData).valid;
    } catch {
      return false;
    }
  },
  rawValidation: () => ({}),
};
