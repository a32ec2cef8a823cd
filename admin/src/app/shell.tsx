/** The frame around every screen: navigation, who is signed in, and how the live connection is. */
import { ActionIcon, AppShell, Badge, Burger, Group, Menu, NavLink, ScrollArea, Text, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { usePerson, useSession } from '../session/session';
import { ConnectionBanner } from '../ui/connection-banner';
import { NAVIGATION } from './navigation';
import classes from './shell.module.css';

export function Shell({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const { rights } = useSession();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    close();
    window.scrollTo(0, 0);
  }, [pathname, close]);

  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
      <a href="#main" className="skip-link" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        To the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <img src="/admin/favicon.svg" alt="" width={24} height={24} />
            <Text fw={650} size="sm" className={classes.brand}>
              Output Management
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeSwitch />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label="Screens">
        <AppShell.Section grow component={ScrollArea} p="xs">
          {NAVIGATION.filter(({ shown }) => shown(rights)).map(({ to, label, icon: Icon }) => {
            const active = pathname === to || pathname.startsWith(`${to}/`) || (to === '/submit' && pathname.startsWith('/submissions/'));
            return (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                leftSection={<Icon size={17} stroke={1.6} aria-hidden />}
                active={active}
                aria-current={active ? 'page' : undefined}
                className={classes.link}
              />
            );
          })}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <ConnectionBanner />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeSwitch() {
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Use the ${other} scheme`}>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => setColorScheme(other)} aria-label={`Use the ${other} scheme`}>
        {scheme === 'dark' ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Account() {
  const person = usePerson();
  const { signOut } = useSession();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.account} aria-label={`Signed in as ${person.subject}`}>
          <IconUserCircle size={22} stroke={1.5} aria-hidden />
          <Text size="sm" visibleFrom="sm">
            {person.subject}
          </Text>
          <Badge variant="default" size="sm" visibleFrom="sm" tt="none">
            {person.tenant === '*' ? 'all tenants' : person.tenant}
          </Badge>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.roles.join(', ')} · {person.tenant === '*' ? 'all tenants' : `tenant ${person.tenant}`}
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
