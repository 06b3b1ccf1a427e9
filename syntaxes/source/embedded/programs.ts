/** The programs that take one rule, by the names that distributions give them. */
export const commands = ['iptables', 'ip6tables', 'iptables-legacy', 'ip6tables-legacy', 'iptables-nft', 'ip6tables-nft'];

/** The programs that read a whole file of rules. */
export const restorers = commands.map((name) => `${name}-restore`);

/** Names that scripts give to a variable that holds the program; either case. */
const held = ['IPT', 'IPT4', 'IPT6', 'IP6T', 'IPTABLES', 'IPTABLES4', 'IPTABLES6', 'IP6TABLES', 'IPTABLES_CMD', 'IP6TABLES_CMD'];

/** Variables that hold a program which takes one rule. */
export const commandVariables = bothCases(held);

/** Variables that hold a program which reads a file. */
export const restorerVariables = bothCases(['IPT_RESTORE', 'IP6T_RESTORE', 'IPTABLES_RESTORE', 'IP6TABLES_RESTORE']);

/** Commands whose arguments are a command in turn. */
export const prefixes = [
  ...['sudo', 'doas', 'su-exec', 'gosu', 'env', 'exec', 'command', 'nice', 'ionice', 'nohup', 'time', 'timeout', 'setsid', 'xargs'],
  ...['ip', 'nsenter', 'unshare', 'chroot', 'docker', 'podman', 'busybox', 'run', 'try'],
];

function bothCases(names: readonly string[]): readonly string[] {
  return [...names, ...names.map((name) => name.toLowerCase())];
}
