import type { TableSpec } from './schema';

/** The tables iptables knows, in the order of iptables(8). Their built-in chains: `xtables_builtin` in iptables/nft.c and the kernel's iptable_*.c. */
export const tables: readonly TableSpec[] = [
  { name: 'filter', chains: ['INPUT', 'FORWARD', 'OUTPUT'], summary: { en: '', ja: '' }, doc: { en: '', ja: '' } },
  { name: 'nat', chains: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], summary: { en: '', ja: '' }, doc: { en: '', ja: '' } },
  { name: 'mangle', chains: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], summary: { en: '', ja: '' }, doc: { en: '', ja: '' } },
  { name: 'raw', chains: ['PREROUTING', 'OUTPUT'], summary: { en: '', ja: '' }, doc: { en: '', ja: '' } },
  { name: 'security', chains: ['INPUT', 'FORWARD', 'OUTPUT'], summary: { en: '', ja: '' }, doc: { en: '', ja: '' } },
];

/** The table of a name, exactly as iptables compares it; `undefined` when there is none. */
export function tableNamed(name: string): TableSpec | undefined {
  return tables.find((table) => table.name === name);
}
