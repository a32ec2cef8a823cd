import { Button, Group } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { Failed } from './states';

/** Instead of a screen that threw. A chunk of an older build that is gone is mended by loading anew. */
export function Crashed({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Failed error={error} title="This screen broke">
      <Group>
        <Button variant="light" onClick={again}>
          Try again
        </Button>
        <Button variant="subtle" onClick={() => location.reload()}>
          Load the page anew
        </Button>
      </Group>
    </Failed>
  );
}
