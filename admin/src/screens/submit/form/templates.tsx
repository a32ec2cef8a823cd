/** The form's own frame around the theme's widgets: fields side by side, parts of the data in frames, every error in sight. */
import { Box, Fieldset, Group, SimpleGrid, Text } from '@mantine/core';
import type { ArrayFieldTitleProps, BaseInputTemplateProps, FieldErrorProps, ObjectFieldTemplateProps, RJSFSchema, TitleFieldProps } from '@rjsf/utils';
import { Templates } from '@rjsf/mantine';
import { errorId, titleId } from '@rjsf/utils';
import { resolved, typesOf, type JsonObject } from '../../../ui/data-schema';

type Context = Record<string, never>;

export function ObjectFieldTemplate({ title, description, properties, optionalDataControl, schema, registry, fieldPathId, required }: ObjectFieldTemplateProps<JsonObject, RJSFSchema, Context>) {
  const root = registry.rootSchema as JsonObject;
  const isPart = (name: string) => typesOf(resolved(root, schema.properties?.[name])).some((type) => type === 'object' || type === 'array');
  const shown = properties.filter(({ hidden }) => !hidden);
  const fields = (
    <>
      {description ? (
        <Text size="sm" className="quiet" mb="xs">
          {description}
        </Text>
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        {shown.map(({ name, content }) => (
          <Box key={name} style={isPart(name) ? { gridColumn: '1 / -1' } : undefined}>
            {content}
          </Box>
        ))}
      </SimpleGrid>
    </>
  );
  // The whole of the data needs no frame of its own.
  if (fieldPathId.path.length === 0) return fields;
  return (
    <Fieldset id={fieldPathId.$id} legend={<Legend id={titleId(fieldPathId)} title={title} required={required} control={optionalDataControl} />} p="md">
      {shown.length > 0 ? fields : null}
    </Fieldset>
  );
}

function Legend({ id, title, required, control }: { id: string; title: string | undefined; required?: boolean; control?: TitleFieldProps['optionalDataControl'] }) {
  return (
    <Group gap="xs" component="span" display="inline-flex">
      <Text id={id} fw={600} size="sm" span>
        {title}
        {required ? null : (
          <Text span className="quiet" fw={400} size="sm">
            {' '}
            optional
          </Text>
        )}
      </Text>
      {control}
    </Group>
  );
}

export function TitleFieldTemplate({ id, title, required, optionalDataControl }: TitleFieldProps<JsonObject, RJSFSchema, Context>) {
  return <Legend id={id} title={title} required={required} control={optionalDataControl} />;
}

export function ArrayFieldTitleTemplate({ fieldPathId, title, required, optionalDataControl }: ArrayFieldTitleProps<JsonObject[], RJSFSchema, Context>) {
  return <Legend id={titleId(fieldPathId)} title={title} required={required} control={optionalDataControl} />;
}

/** The theme's, which is also empty where there is no value: a value that is taken away leaves no text behind. */
export function BaseInputTemplate(props: BaseInputTemplateProps<JsonObject, RJSFSchema, Context>) {
  const Base = Templates.BaseInputTemplate;
  return Base ? <Base {...props} value={(props.value as unknown) ?? ''} /> : null;
}

/** Inputs show their own errors; those of a part as a whole have no input. */
export function FieldErrorTemplate({ errors, fieldPathId, schema }: FieldErrorProps<JsonObject, RJSFSchema, Context>) {
  const part = typesOf(schema).some((type) => type === 'object' || type === 'array');
  if (!errors?.length) return null;
  return (
    <Text id={errorId(fieldPathId)} size="sm" c="var(--mantine-color-error)" display={part ? undefined : 'none'} role={part ? 'alert' : undefined} mt={4}>
      {errors.map(String).join('; ')}
    </Text>
  );
}
