import { Button, Menu, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconBookmark, IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { ScreenLoading } from '../../ui/states';
import { tellDone } from '../../ui/told';
import type { RequestsSearch } from './search';
import { useSavedFilters } from './use-saved-filters';

const NameForm = lazy(() => import('./name-form'));

/** Named filters: pick one, keep the one that is set, or remove one. */
export function SavedFiltersMenu({ search, onPick }: { search: RequestsSearch; onPick: (search: RequestsSearch) => void }) {
  const { saved, save, remove } = useSavedFilters();
  const askName = () =>
    modals.open({
      title: 'Keep this filter',
      children: (
        <Suspense fallback={<ScreenLoading />}>
          <NameForm
            onName={(name) => {
              save({ name, search });
              modals.closeAll();
              tellDone(`The filter “${name}” is kept in this browser.`);
            }}
          />
        </Suspense>
      ),
    });
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconBookmark size={15} aria-hidden />}>
          Saved filters
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {saved.map((filter) => (
          <Menu.Item key={filter.name} onClick={() => onPick(filter.search)}>
            {filter.name}
          </Menu.Item>
        ))}
        {saved.length === 0 ? (
          <Text size="sm" px="sm" py={6} className="quiet">
            None is kept yet.
          </Text>
        ) : null}
        <Menu.Divider />
        <Menu.Item leftSection={<IconBookmarkPlus size={15} aria-hidden />} onClick={askName}>
          Keep this filter…
        </Menu.Item>
        {saved.length > 0 ? (
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item leftSection={<IconTrash size={15} aria-hidden />}>Remove</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              {saved.map(({ name }) => (
                <Menu.Item key={name} onClick={() => remove(name)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
