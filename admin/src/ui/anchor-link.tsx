import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { readonly ref?: Ref<HTMLAnchorElement> };

function Base(props: Props) {
  return <Anchor {...props} />;
}

/** A link to a screen, checked against the addresses that there are. */
export const AnchorLink = createLink(Base);
