import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/states';

/** An address that no screen has. */
export function NotFound() {
  return (
    <Empty title="There is no such screen" text="The address may be mistyped, or from an older version.">
      <Button component={Link} to="/" variant="light">
        To the start
      </Button>
    </Empty>
  );
}
