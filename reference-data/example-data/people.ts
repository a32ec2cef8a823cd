/** Invented people. The same number is the same person. */

const FIRST = ['Anna', 'Luca', 'Mia', 'Noah', 'Léa', 'Elias', 'Sofia', 'Jonas', 'Nina', 'David', 'Zoé', 'Tim'] as const;
const LAST = ['Keller', 'Rossi', 'Favre', 'Huber', 'Meier', 'Bianchi', 'Dubois', 'Schmid', 'Weber', 'Gerber', 'Moser'] as const;
const STREETS = ['Lindenweg', 'Via Nassa', 'Rue du Lac', 'Bahnhofstrasse', 'Seeweg', 'Chemin des Vignes', 'Marktgasse'] as const;
const PLACES = [
  { postalCode: '8001', city: 'Zürich', locale: 'de-CH' },
  { postalCode: '6900', city: 'Lugano', locale: 'it-CH' },
  { postalCode: '1003', city: 'Lausanne', locale: 'fr-CH' },
  { postalCode: '3011', city: 'Bern', locale: 'de-CH' },
  { postalCode: '4051', city: 'Basel', locale: 'de-CH' },
] as const;

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly address: { readonly street: string; readonly postalCode: string; readonly city: string; readonly country: string };
  readonly locale: string;
}

/** The n-th of a list that begins again at its end. */
export function pick<const T extends readonly [unknown, ...unknown[]]>(list: T, n: number): T[number] {
  return list[Math.abs(n) % list.length] ?? list[0];
}

export function person(n: number): Person {
  const first = pick(FIRST, n);
  const last = pick(LAST, n * 5 + Math.floor(n / FIRST.length));
  const { postalCode, city, locale } = pick(PLACES, n * 3 + 1);
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}@example.org`.normalize('NFD').replace(/[^\x20-\x7e]/g, '').toLowerCase(),
    address: { street: `${pick(STREETS, n * 2)} ${(n % 90) + 1}`, postalCode, city, country: 'CH' },
    locale,
  };
}
