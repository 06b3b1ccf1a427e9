import { innerName } from '../syntax/template-language';

/**
 * The chains that a file of this name may count on. ufw makes its chains itself and then loads its files without flushing
 * (`iptables-restore -n`, in ufw-init-functions), so they jump to chains that they do not declare.
 * @returns what their names match; `undefined` for a file that counts on none.
 */
export function ambientChainsOf(name: string | undefined): RegExp | undefined {
  return name !== undefined && /(^|[/\\])ufw[/\\][^/\\]*\.rules$/.test(innerName(name)) ? /^ufw6?-/ : undefined;
}
