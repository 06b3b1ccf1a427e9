import { uint32 } from '../../values/integer';
import { text } from '../../values/text';
import type { MatchSpec } from '../schema';

const cgroupPath = text({
  id: 'cgroup-path',
  maxBytes: 511,
  truncated: 'changed',
  doc: {
    en: 'A path in the cgroup v2 hierarchy, from its root: `system.slice/nginx.service`.',
    ja: 'cgroup v2 の階層でのパス(ルートからの相対パス)です。例: `system.slice/nginx.service`',
  },
});

/** The control group of the local socket. Facts: libxt_cgroup.c, `cgroup_mt_check_v2` in the kernel's xt_cgroup.c. */
export const cgroupMatch: MatchSpec = {
  kind: 'match',
  name: 'cgroup',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  chains: ['INPUT', 'OUTPUT', 'POSTROUTING'],
  summary: {
    en: 'Matches packets of local sockets by the control group of the process.',
    ja: 'ローカルのソケットのパケットを、プロセスの cgroup で判定します。',
  },
  doc: {
    en: [
      'Only packets of a local socket have one; forwarded packets never match. In `INPUT` it works for packets whose socket is found early (established connections, mostly), so do not rely on it there.',
      'A path must exist when the rules are loaded (`Invalid argument` otherwise), and the rule keeps to the group that had that path then: a service that is restarted under systemd gets a new one.',
    ].join('\n\n'),
    ja: [
      'cgroup があるのはローカルのソケットのパケットだけで、転送されるパケットには一致しません。`INPUT` では、早い段階でソケットがわかるパケット(主に確立済みの接続)にしか効かないため、当てにしないでください。',
      'パスは、ルールを読み込む時点で存在していなければなりません(なければ `Invalid argument` になります)。ルールは、その時点でそのパスにあった cgroup を指し続けます。systemd でサービスを再起動すると、新しい cgroup になります。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'path',
      invertible: true,
      excludes: ['cgroup'],
      values: [{ type: cgroupPath, label: 'path', sample: 'system.slice/nginx.service' }],
      doc: {
        en: 'The socket belongs to this cgroup of version 2, or to one below it.',
        ja: 'ソケットがこの cgroup(v2)またはその下位に属していれば一致します。',
      },
    },
    {
      name: 'cgroup',
      invertible: true,
      excludes: ['path'],
      values: [{ type: uint32, label: 'classid', sample: '0x100001' }],
      doc: {
        en: 'The class id that the net_cls controller of cgroup version 1 gave the process.',
        ja: 'cgroup v1 の net_cls コントローラーがプロセスに付けたクラス ID です。',
      },
    },
  ],
  groups: [{ options: ['path', 'cgroup'], count: 'exactly-one', refusal: 'xt_cgroup: no path or classid specified' }],
  examples: [
    {
      table: 'filter',
      rules: ['-A OUTPUT -p tcp --dport 25 -m cgroup ! --cgroup 0x100001 -j DROP'],
      title: { en: 'Only the mail server may send mail', ja: 'メールサーバーだけにメールの送信を許可します' },
    },
    {
      table: 'filter',
      rules: ['-A OUTPUT -p tcp --dport 25 -m cgroup ! --path system.slice/postfix.service -j DROP'],
      requires: 'the cgroup system.slice/postfix.service',
      title: { en: 'The same, by the systemd service', ja: '同じことを systemd のサービスで指定します' },
    },
  ],
  source: { man: 'cgroup', file: 'extensions/libxt_cgroup.c', kernel: 'net/netfilter/xt_cgroup.c' },
  since: 'Linux 3.14 (`--path`: 4.5)',
};
