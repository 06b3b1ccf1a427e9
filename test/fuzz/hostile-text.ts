// What the lists of hostile texts are made with.

/** A text and the name of its file. */
export interface HostileText {
  readonly about: string;
  readonly uri: string;
  readonly text: string;
  /** The text of the file of the other family beside it. */
  readonly beside?: string;
}

export const file = 'file:///etc/iptables/rules.v4';
export const jinja = 'file:///roles/rules.v4.j2';
export const erb = 'file:///roles/rules.v4.erb';
export const shell = 'file:///srv/rules.v4.envsubst';

/** A text of rules in the filter table. */
export function inTable(rules: string, about: string, uri = file): HostileText {
  return { about, uri, text: `*filter\n:INPUT ACCEPT [0:0]\n${rules}\nCOMMIT\n` };
}

/** Numbered pieces in a row, as many as the size says of so many. */
export function numbered(count: number, size: number, of: (index: number) => string): string {
  return Array.from({ length: Math.ceil(count * size) }, (_, index) => of(index)).join('');
}

/** Every Unicode space and dash, and what else looks like one or like nothing. */
export const spacesAndDashes = [
  ...[0x09, 0x0b, 0x0c, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff],
  ...Array.from({ length: 16 }, (_, index) => 0x2000 + index),
  ...[0x2d, 0xad, 0x58a, 0x5be, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2053, 0x207b, 0x208b, 0x2212],
  ...[0x2e17, 0x2e1a, 0x2e3a, 0x2e3b, 0x301c, 0x3030, 0x30a0, 0xfe31, 0xfe58, 0xfe63, 0xff0d, 0x200d, 0x200e, 0x200f, 0x202e],
].map((code) => String.fromCharCode(code));
