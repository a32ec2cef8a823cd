import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** An address that no screen has. It stands outside of the frame: whoever comes may not have signed in. */
export function NotFound() {
  return (
    <Center component="main" mih="60vh" p="md">
      <Stack align="center" gap="sm" ta="center">
        <Title order={1}>There is no such screen</Title>
        <Text className="quiet">The address may be mistyped, or from an older version.</Text>
        <Button component={Link} to="/" variant="light">
          To the start
        </Button>
      </Stack>
    </Center>
  );
}
