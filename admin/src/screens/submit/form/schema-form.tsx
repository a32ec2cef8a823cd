/** A form made from a document type's JSON Schema, checked with the gateway's rules before anything is sent. */
import '@mantine/dates/styles.css';
import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/mantine';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import type { Fault } from '../../../ui/data-schema/check';
import type { JsonObject } from '../../../ui/data-schema';
import classes from './form.module.css';
import { humane } from './humane';
import { ArrayFieldTitleTemplate, BaseInputTemplate, FieldErrorTemplate, ObjectFieldTemplate, TitleFieldTemplate } from './templates';
import { errorSchema, validator } from './validator';

const ThemedForm = withTheme<JsonObject, RJSFSchema>({
  ...Theme,
  templates: { ...Theme.templates, ArrayFieldTitleTemplate, BaseInputTemplate, FieldErrorTemplate, ObjectFieldTemplate, TitleFieldTemplate },
});

const UI: UiSchema<JsonObject, RJSFSchema> = {
  'ui:submitButtonOptions': { norender: true },
  'ui:globalOptions': { enableOptionalDataFieldForType: ['object'], copyable: false },
};

export interface SchemaFormProps {
  /** For a button outside: `<button form={id} type="submit">`. */
  readonly id: string;
  readonly schema: JsonObject;
  readonly data: JsonObject;
  readonly onChange: (data: JsonObject) => void;
  /** Called with data that meet the schema. */
  readonly onSubmit: (data: JsonObject) => void;
  /** What the gateway refused, shown at its fields. */
  readonly faults: readonly Fault[];
}

export function SchemaForm({ id, schema, data, onChange, onSubmit, faults }: SchemaFormProps) {
  const shown = useMemo(() => humane(schema), [schema]);
  const extraErrors = useMemo(() => errorSchema(faults), [faults]);
  return (
    <ThemedForm
      id={id}
      className={classes.form}
      schema={shown}
      uiSchema={UI}
      validator={validator}
      formData={data}
      onChange={({ formData }) => onChange(formData ?? {})}
      onSubmit={({ formData }) => onSubmit(formData ?? {})}
      extraErrors={extraErrors}
      extraErrorsBlockSubmit={false}
      // They are shown at their fields.
      onError={() => undefined}
      showErrorList={false}
      noHtml5Validate
      focusOnFirstError
    />
  );
}
